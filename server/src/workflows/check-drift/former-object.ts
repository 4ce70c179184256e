import { isRecord, ownText, ownValue } from '../../base/record.ts';
import { compareObject } from '../../plan/kubernetes/compare-object.ts';
import type { CompareOptions } from '../../plan/kubernetes/options.ts';
import { identityOf } from '../../plan/kubernetes/prepare.ts';
import type { ResourceChange } from '../../plan/model.ts';
import type { LiveObject, ObjectIdentity } from '../../workspace/ports/cluster.ts';
import type { Manifest } from './manifests.ts';

/**
 * A generated object whose content changed in Git has another name than the live one: Kustomize puts a hash of the content at
 * its end. The live one is the object of the same name before the hash that a live workload refers to; nothing is listed.
 */
export function formerIdentity(
  { object, nameBeforeHash }: Manifest,
  live: readonly LiveObject[],
): ObjectIdentity | undefined {
  const kind = identityOf(object)?.kind ?? '';
  const fields = REFERENCES[kind];
  if (nameBeforeHash === undefined || fields === undefined) return undefined;
  for (const answer of live) {
    if (answer.found !== 'yes') continue;
    const name = referredNames(answer.object, fields).find((own) => hashOf(own, nameBeforeHash) !== undefined);
    const namespace = ownText(ownValue(answer.object, 'metadata'), 'namespace');
    if (name !== undefined) return { apiVersion: 'v1', kind, name, ...(namespace !== undefined && { namespace }) };
  }
  return undefined;
}

/** By kind: the fields of a workload that refer to it, by a name inside or directly. */
const REFERENCES: Readonly<Partial<Record<string, ReadonlySet<string>>>> = {
  ConfigMap: new Set(['configMap', 'configMapRef', 'configMapKeyRef']),
  Secret: new Set(['secret', 'secretRef', 'secretKeyRef', 'secretName']),
};

function hashOf(name: string, before: string): string | undefined {
  return name.startsWith(`${before}-`) ? /^[a-z0-9]{10}$/.exec(name.slice(before.length + 1))?.[0] : undefined;
}

function referredNames(value: unknown, fields: ReadonlySet<string>): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => referredNames(item, fields));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (!fields.has(key)) return referredNames(inner, fields);
    const name = typeof inner === 'string' ? inner : (ownText(inner, 'name') ?? ownText(inner, 'secretName'));
    return name === undefined ? [] : [name];
  });
}

/** Compares a generated object with the one of another hash that is live; undefined where that one says nothing new. */
export function compareFormer(
  { object }: Manifest,
  former: LiveObject | undefined,
  options: CompareOptions,
): ResourceChange | undefined {
  const id = identityOf(object);
  const metadata = ownValue(object, 'metadata');
  if (former?.found !== 'yes' || id === undefined || !isRecord(object) || !isRecord(metadata)) return undefined;
  const renamed = { ...object, metadata: { ...metadata, name: former.id.name } };
  const change = compareObject({ desired: renamed, live: former.object, options });
  if (change.kind !== 'update') return undefined;
  const text = `'${former.id.name}' is live; applying Git makes '${id.name}' and restarts what refers to it`;
  return { ...change, id, messages: [...change.messages, { level: 'info', text }] };
}
