import { parseJson } from '../../base/json.ts';
import { type DataRecord, isRecord, ownText, ownValue, ownValueAt, recordOrEmpty } from '../../base/record.ts';
import type { ObjectIdentity } from '../model.ts';
import { lastAppliedAnnotation, redact } from './redact.ts';

/** An object ready to be compared: secrets sealed, the server's bookkeeping gone. */
export interface PreparedObject {
  readonly id: ObjectIdentity;
  /** As written: `apps/v1`. */
  readonly apiVersion: string;
  readonly content: DataRecord;
  readonly labels: DataRecord;
  readonly annotations: DataRecord;
  /** What the last client-side apply sent, prepared the same way. */
  readonly lastApplied?: DataRecord;
  /** The entries of `metadata.managedFields` as the server sent them; they hold names of fields, no values. */
  readonly managedFields: readonly unknown[];
}

const serverMetadata: ReadonlySet<string> = new Set([
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'selfLink',
  'managedFields',
  // The destination decides the namespace; a manifest without one is the same object.
  'namespace',
]);

/** Prepares one object. Undefined for a value that is no object with kind, apiVersion and a name. */
export function prepareObject(value: unknown): PreparedObject | undefined {
  const id = identityOf(value);
  if (!isRecord(value) || id === undefined) return undefined;
  const metadata = ownValue(value, 'metadata');
  const content = strip(redact(value));
  const lastApplied = readLastApplied(ownValueAt(metadata, 'annotations', lastAppliedAnnotation));
  const managed = ownValue(metadata, 'managedFields');
  return {
    id,
    apiVersion: ownText(value, 'apiVersion') ?? '',
    content,
    labels: recordOrEmpty(ownValueAt(content, 'metadata', 'labels')),
    annotations: recordOrEmpty(ownValueAt(content, 'metadata', 'annotations')),
    ...(lastApplied ? { lastApplied } : {}),
    managedFields: Array.isArray(managed) ? (managed as unknown[]) : [],
  };
}

/** Which object a manifest or live object is. Undefined when kind, apiVersion or name are missing. */
export function identityOf(value: unknown): ObjectIdentity | undefined {
  const apiVersion = ownText(value, 'apiVersion');
  const kind = ownText(value, 'kind');
  const metadata = ownValue(value, 'metadata');
  const name = ownText(metadata, 'name') ?? ownText(metadata, 'generateName');
  if (apiVersion === undefined || kind === undefined || name === undefined) return undefined;
  const slash = apiVersion.indexOf('/');
  return {
    group: slash < 0 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    kind,
    namespace: ownText(metadata, 'namespace') ?? '',
    name,
  };
}

function readLastApplied(annotation: unknown): DataRecord | undefined {
  if (typeof annotation !== 'string') return undefined;
  const parsed = parseJson(annotation);
  return parsed.ok && isRecord(parsed.value) ? strip(redact(parsed.value)) : undefined;
}

function strip(value: unknown): DataRecord {
  if (!isRecord(value)) return {};
  const entries = Object.entries(value)
    // Two versions of one kind are the same object; the server converts.
    .filter(([key]) => key !== 'status' && key !== 'apiVersion' && key !== 'kind')
    .map(([key, child]): [string, unknown] => [
      key,
      key === 'metadata' && isRecord(child) ? stripMetadata(child) : child,
    ]);
  return normaliseKind(Object.fromEntries(entries), ownText(value, 'kind') ?? '');
}

function stripMetadata(metadata: DataRecord): DataRecord {
  return Object.fromEntries(Object.entries(metadata).filter(([key]) => !serverMetadata.has(key)));
}

function normaliseKind(object: DataRecord, kind: string): DataRecord {
  if (kind === 'Endpoints') return { ...object, ...sortedSubsets(object['subsets']) };
  if (kind === 'Pod' && isRecord(object['spec']))
    return { ...object, spec: withoutAdmittedTolerations(object['spec']) };
  return object;
}

/** Endpoints are repacked by the server: the order of subsets, addresses and ports says nothing. */
function sortedSubsets(subsets: unknown): DataRecord {
  if (!Array.isArray(subsets)) return {};
  const sorted = subsets.map((subset: unknown) =>
    isRecord(subset)
      ? Object.fromEntries(
          Object.entries(subset).map(([key, child]) => [key, Array.isArray(child) ? inOrder(child) : child]),
        )
      : subset,
  );
  return { subsets: inOrder(sorted) };
}

const admittedKeys: readonly unknown[] = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];

/** The admission plugin DefaultTolerationSeconds adds these two to every Pod. */
function withoutAdmittedTolerations(spec: DataRecord): DataRecord {
  const { tolerations } = spec;
  if (!Array.isArray(tolerations)) return spec;
  const rest = tolerations.filter(
    (toleration) =>
      !admittedKeys.includes(ownValue(toleration, 'key')) ||
      ownValue(toleration, 'effect') !== 'NoExecute' ||
      ownValue(toleration, 'tolerationSeconds') !== 300,
  );
  return { ...spec, tolerations: rest };
}

function inOrder(items: readonly unknown[]): unknown[] {
  const text = (value: unknown): string =>
    JSON.stringify(value, (_, child: unknown) => (isRecord(child) ? sortKeys(child) : child));
  return items.toSorted((a, b) => (text(a) < text(b) ? -1 : 1));
}

function sortKeys(record: DataRecord): DataRecord {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
