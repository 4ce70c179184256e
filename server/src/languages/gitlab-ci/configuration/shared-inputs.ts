import { type DataRecord, isRecord, ownText, ownValue, recordOrEmpty } from '../../../base/record.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import { readConfigurationValue, type Origins } from './configuration-value.ts';
import { sharedIncludeError } from './include-errors.ts';
import { inspect } from './references.ts';

/** What `spec:include` of a file's header comes to. */
export type SharedInputs =
  | { readonly state: 'known'; readonly inputs: DataRecord }
  | { readonly state: 'unknown'; readonly name: string; readonly because: string }
  | { readonly state: 'error'; readonly error: string };

/** What an item of `spec:include` leads to. */
export type SharedFile =
  | { readonly state: 'file'; readonly file: YamlFile; readonly location: string }
  | { readonly state: 'unknown'; readonly name: string; readonly because: string }
  | { readonly state: 'error'; readonly error: string };

/**
 * Reads the files that define inputs for a header: each has `inputs` at its top and nothing else, and no input is defined
 * twice (https://docs.gitlab.com/ci/inputs/#define-pipeline-inputs-in-external-files, lib/gitlab/ci/config/external/header).
 * `own` are the inputs of the header itself.
 */
export function sharedInputs(
  include: unknown,
  own: DataRecord,
  find: (item: DataRecord) => readonly SharedFile[],
): SharedInputs {
  const parts: DataRecord[] = [];
  for (const item of Array.isArray(include) ? (include as unknown[]) : [include]) {
    if (item === null || item === undefined) continue;
    const located = asItem(item);
    const wrong = sharedIncludeError(located);
    if (wrong !== undefined) return { state: 'error', error: wrong };
    for (const found of find(located)) {
      const read = found.state === 'file' ? inputsOf(found) : found;
      if (read.state !== 'known') return read;
      parts.push(read.inputs);
    }
  }
  const names = [...parts, own].flatMap((each) => Object.keys(each));
  const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  if (twice.size > 0) return { state: 'error', error: duplicates(twice) };
  return { state: 'known', inputs: Object.assign({}, ...parts) as DataRecord };
}

function duplicates(names: ReadonlySet<string>): string {
  const hint = 'Input keys must be unique across all included files and inline specifications.';
  return `Duplicate input keys found: ${[...names].join(', ')}. ${hint}`;
}

function asItem(item: unknown): DataRecord {
  if (isRecord(item)) return item;
  const text = typeof item === 'string' ? item : '';
  return /^https?:\/\//i.test(text) ? { remote: text } : { local: text };
}

const origins: Origins = new WeakMap();

/** The inputs that a file defines, or why GitLab does not take it. */
function inputsOf({ file, location }: Extract<SharedFile, { state: 'file' }>): SharedInputs {
  // What cannot be read as YAML has its finding where it is written.
  if (file.problems().length > 0) return { state: 'known', inputs: {} };
  const first = file.documents[0]?.document;
  const { value } = readConfigurationValue(first?.root, { file, anchors: first?.anchors ?? new Map(), origins });
  if (!isRecord(value) || Object.keys(value).length === 0) {
    return { state: 'error', error: `Included file \`${location}\` does not have valid YAML syntax!` };
  }
  const unknown = Object.keys(value).filter((key) => key !== 'inputs');
  if (unknown.length > 0) {
    const keys = unknown.map((key) => (/^\w+$/.test(key) ? `:${key}` : `:${inspect(key)}`));
    const list = `[${keys.join(', ')}]`;
    return { state: 'error', error: `Header include file \`${location}\` contains unknown keys: ${list}` };
  }
  return { state: 'known', inputs: recordOrEmpty(ownValue(value, 'inputs')) };
}

/** What an item is called in the words of an include. */
export function nameOfItem(item: DataRecord): string {
  const kind = ['local', 'project', 'remote'].find((key) => ownText(item, key) !== undefined) ?? 'local';
  return `spec:include:${kind} '${ownText(item, kind) ?? ''}'`;
}
