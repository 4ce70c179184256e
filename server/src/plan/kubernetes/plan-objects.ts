import { isRecord, ownText, ownValue } from '../../base/record.ts';
import { absent, identityKey, isDrift, type AttributeChange, type ResourceChange } from '../model.ts';
import { rootPath } from '../path.ts';
import { baseOfValue } from './base-view.ts';
import { compareRoot } from './compare.ts';
import type { CompareOptions } from './options.ts';
import { prepareObject, type PreparedObject } from './prepare.ts';
import { structureOf } from './structure-of.ts';

/**
 * What changes from one set of rendered objects to another, object by object (group, kind, namespace, name): created,
 * updated and deleted, each with its changed attributes, without a cluster. Unchanged objects are left out. Two spellings of
 * one value are no change. Secrets show only that they differ.
 */
export function planObjects(
  base: readonly unknown[],
  head: readonly unknown[],
  options: CompareOptions = {},
): ResourceChange[] {
  const before = index(base);
  const after = index(head);
  const changed = [...after].flatMap(([key, object]) => {
    const previous = before.get(key);
    return previous === undefined ? [wholeObject(object, 'create')] : updated(previous, object, options);
  });
  const deleted = [...before].filter(([key]) => !after.has(key)).map(([, object]) => wholeObject(object, 'delete'));
  return [...changed, ...deleted];
}

/** A later object of the same identity replaces an earlier one, as applying both would. */
function index(objects: readonly unknown[]): Map<string, PreparedObject> {
  const found = objects
    .flatMap(listItems)
    .map(prepareObject)
    .filter((object) => object !== undefined);
  return new Map(found.map((object) => [identityKey(object.id), object]));
}

/** The objects of a `List`, or the object itself. */
export function listItems(value: unknown): readonly unknown[] {
  const items = ownValue(value, 'items');
  const isList = isRecord(value) && (ownText(value, 'kind') ?? '').endsWith('List') && Array.isArray(items);
  return isList ? (items as unknown[]) : [value];
}

function wholeObject(object: PreparedObject, kind: 'create' | 'delete'): ResourceChange {
  const name = { k: 'known', v: null, text: `${object.id.kind} ${object.id.name}` } as const;
  const attribute: AttributeChange = {
    path: rootPath,
    class: kind === 'create' ? 'missing' : 'removed',
    before: kind === 'create' ? absent : name,
    after: kind === 'create' ? name : absent,
    owners: [],
    severity: kind === 'create' ? 'info' : 'warning',
  };
  return { id: object.id, kind, attributes: [attribute], messages: [] };
}

function updated(before: PreparedObject, after: PreparedObject, options: CompareOptions): ResourceChange[] {
  const attributes = compareRoot(
    { comparison: { purpose: 'plan', mergesAtomicMaps: false }, path: rootPath },
    structureOf(after, options),
    { desired: after.content, live: before.content, base: baseOfValue(before.content) },
  );
  const shown = attributes.filter((change) => isDrift(change) || change.class === 'order-only');
  return shown.length === 0 ? [] : [{ id: after.id, kind: 'update', attributes: shown, messages: [] }];
}
