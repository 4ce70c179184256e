import { type DataRecord, isRecord, ownText, ownValue, recordOrEmpty } from '../../../base/record.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import { readConfigurationValue, type Origins } from './configuration-value.ts';

/** What `spec:include` of a file's header comes to. */
export type SharedInputs =
  | { readonly state: 'known'; readonly inputs: DataRecord }
  | { readonly state: 'unknown'; readonly name: string; readonly because: string }
  | { readonly state: 'error'; readonly error: string };

/** What an item of `spec:include` leads to. */
export type SharedFile =
  | { readonly state: 'file'; readonly file: YamlFile }
  | { readonly state: 'unknown'; readonly name: string; readonly because: string }
  | { readonly state: 'error'; readonly error: string };

/**
 * Reads the files that define inputs for a header: each has `inputs` at its top, and what several define is taken from
 * the last (https://docs.gitlab.com/ci/inputs/#define-pipeline-inputs-in-external-files).
 */
export function sharedInputs(include: unknown, find: (item: DataRecord) => readonly SharedFile[]): SharedInputs {
  const inputs: Record<string, unknown> = {};
  for (const item of Array.isArray(include) ? (include as unknown[]).flat() : [include]) {
    for (const found of find(asItem(item))) {
      if (found.state !== 'file') return found;
      Object.assign(inputs, inputsOf(found.file));
    }
  }
  return { state: 'known', inputs };
}

function asItem(item: unknown): DataRecord {
  if (isRecord(item)) return item;
  const text = typeof item === 'string' ? item : '';
  return /^https?:\/\//i.test(text) ? { remote: text } : { local: text };
}

const origins: Origins = new WeakMap();

function inputsOf(file: YamlFile): DataRecord {
  const first = file.documents[0]?.document;
  const { value } = readConfigurationValue(first?.root, { file, anchors: first?.anchors ?? new Map(), origins });
  const inputs = ownValue(value, 'inputs');
  return recordOrEmpty(inputs);
}

/** What an item is called in the words of an include. */
export function nameOfItem(item: DataRecord): string {
  const kind = ['local', 'project', 'remote'].find((key) => ownText(item, key) !== undefined) ?? 'local';
  return `spec:include:${kind} '${ownText(item, kind) ?? ''}'`;
}
