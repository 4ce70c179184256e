import { isRecord, type DataRecord } from '../../base/record.ts';
import {
  absent,
  isDrift,
  type AttributeChange,
  type Message,
  type ObjectIdentity,
  type ResourceChange,
} from '../model.ts';
import { rootPath } from '../path.ts';
import { baseOf, type Base } from './base.ts';
import { compareRoot } from './compare.ts';
import { selectRules, type IgnoreRule } from './ignore.ts';
import type { CompareOptions } from './options.ts';
import { causeOf, isManual, ownersOf, ownsExactly, readManagedFields, type ManagedFields } from './ownership.ts';
import { prepareObject, type PreparedObject } from './prepare.ts';
import { prune } from './prune.ts';
import { isEncrypted } from './sealed.ts';
import { structureOf } from './structure-of.ts';
import { whyNotCompared } from './exempt.ts';

interface ComparedObjects {
  /** One manifest from Git, parsed. */
  readonly desired: unknown;
  /** The live object as the API server answers it; null when there is none. */
  readonly live: unknown;
  readonly options?: CompareOptions;
}

const nobody: ObjectIdentity = { group: '', version: '', kind: '', namespace: '', name: '' };

/**
 * Compares a manifest with the live object: what applying Git would change, what is live only, and who wrote it. Secrets are sealed
 * before anything else happens and never appear in the result. Never fails: what is no object is `unsupported`.
 */
export function compareObject({ desired, live, options = {} }: ComparedObjects): ResourceChange {
  const manifest = prepareObject(desired);
  if (manifest === undefined) {
    return { id: nobody, kind: 'unsupported', attributes: [], messages: [], reason: 'no kind, apiVersion or name' };
  }
  const { id } = manifest;
  const existing = live === null || live === undefined ? undefined : prepareObject(live);
  const exempt = whyNotCompared(manifest, existing, options.engine);
  if (exempt !== undefined) return { id, kind: 'no-op', attributes: [], messages: [], reason: exempt };
  if (live === null || live === undefined) return missingObject(id);
  if (existing === undefined) {
    return {
      id,
      kind: 'unknown',
      attributes: [],
      messages: [],
      reason: 'the live object has no kind, apiVersion or name',
    };
  }
  const { attributes, messages } = compareContents(manifest, existing, options);
  return { id, kind: attributes.some(isDrift) ? 'update' : 'no-op', attributes, messages };
}

function missingObject(id: ObjectIdentity): ResourceChange {
  const after = { k: 'known', v: null, text: `${id.kind} ${id.name}` } as const;
  const attribute: AttributeChange = {
    path: rootPath,
    class: 'missing',
    before: absent,
    after,
    owners: [],
    severity: 'warning',
  };
  return { id, kind: 'create', attributes: [attribute], messages: [] };
}

function compareContents(
  manifest: PreparedObject,
  existing: PreparedObject,
  options: CompareOptions,
): { attributes: AttributeChange[]; messages: Message[] } {
  const managed = readManagedFields(existing.managedFields);
  const base = baseOf(existing, managed, options);
  const type = structureOf(manifest, options);
  const compare = (desired: DataRecord, live: DataRecord): AttributeChange[] =>
    compareRoot({ comparison: { purpose: 'drift', mergesAtomicMaps: base.isClientSide }, path: rootPath }, type, {
      desired,
      live,
      base: base.view,
    });
  const desired = withoutAggregatedRules(manifest, manifest.content, options);
  const live = withoutAggregatedRules(manifest, existing.content, options);
  const { rules, notEvaluated } = selectRules(
    // A rule of Flux may select by labels that only the manifest or only the live object has.
    { object: { ...manifest, labels: { ...existing.labels, ...manifest.labels } }, managed },
    options.ignoreDifferences ?? [],
    options.fluxIgnore ?? [],
  );
  const all = compare(desired, live);
  const attributes = rules.length === 0 ? all : hideIgnored(all, rules, (hide) => compare(hide(desired), hide(live)));
  return {
    attributes: attributes.map((change) => withOwners(change, managed, base)),
    messages: [...notEvaluated.map((text): Message => ({ level: 'warning', text })), ...encryptedMessages(desired)],
  };
}

function withoutAggregatedRules(manifest: PreparedObject, content: DataRecord, options: CompareOptions): DataRecord {
  const isAggregated = manifest.id.kind === 'ClusterRole' && isRecord(manifest.content['aggregationRule']);
  if (options.ignoreAggregatedRoles !== true || !isAggregated) return content;
  return Object.fromEntries(Object.entries(content).filter(([key]) => key !== 'rules'));
}

/** Compares again without what the rules hide, as the controllers do; what is gone then is `ignored`. */
function hideIgnored(
  all: readonly AttributeChange[],
  rules: readonly IgnoreRule[],
  compareWithout: (hide: (object: DataRecord) => DataRecord) => AttributeChange[],
): AttributeChange[] {
  const left = compareWithout((object) =>
    prune(
      object,
      rules.flatMap((rule) => rule.locate(object)),
    ),
  );
  const isHidden = (change: AttributeChange): boolean =>
    rules.some(({ owned }) => owned.some(({ fields }) => ownsExactly(fields, change.path.segments)));
  const visible = left.filter((change) => !isDrift(change) || !isHidden(change));
  const visibleTexts = new Set(visible.map(({ path }) => path.text));
  const hidden = all.filter((change) => isDrift(change) && !visibleTexts.has(change.path.text));
  const rule = rules.map(({ text }) => text).join('; ');
  return [
    ...visible,
    ...hidden.map((change): AttributeChange => ({ ...change, class: 'ignored', severity: 'info', rule })),
  ];
}

function withOwners(change: AttributeChange, managed: readonly ManagedFields[], base: Base): AttributeChange {
  if (change.class === 'missing') return change;
  const owners = ownersOf(managed, change.path.segments);
  if (owners.length === 0) return change;
  const cause = causeOf(owners, base.applier);
  const others = owners.filter(({ manager }) => manager !== base.applier);
  if (isDrift(change) && cause === 'autoscaler') return { ...change, owners, cause, severity: 'info' };
  if (change.class === 'unowned' && others.some(isManual)) return { ...change, owners, cause, severity: 'warning' };
  return { ...change, owners, cause };
}

function encryptedMessages(desired: DataRecord): Message[] {
  const count = countEncrypted(desired);
  if (count === 0) return [];
  return [{ level: 'info', text: `${count} encrypted ${count === 1 ? 'value was' : 'values were'} not compared` }];
}

function countEncrypted(value: unknown): number {
  if (isEncrypted(value)) return 1;
  const children = Array.isArray(value) ? (value as unknown[]) : isRecord(value) ? Object.values(value) : [];
  return children.reduce<number>((sum, child) => sum + countEncrypted(child), 0);
}
