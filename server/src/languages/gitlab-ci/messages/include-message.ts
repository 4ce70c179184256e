import { literalExpression } from '../../../base/literal-expression.ts';
import { wholeTest } from '../../../base/wildcards.ts';
import { jsonText } from '../../../base/json.ts';
import { toValue } from '../../../yaml/value.ts';
import { psychDialect } from '../../../yaml/dialect.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import { entriesOf, entryOf, scalarText } from '../../../yaml/node.ts';
import type { IncludeItem } from '../model/include-items.ts';
import { fieldsOf, flatItems, follow } from '../model/follow.ts';
import { locate, spanOf, spotOfEntry, wholeFile, type Ground, type Located } from './spot.ts';

/** Tells whether an item is the one that a message names; `found` is what the pattern found. */
type Fits = (item: IncludeItem, found: readonly string[]) => boolean;

/** The messages of lib/gitlab/ci/config/external/, each with what it names of the include. */
const MESSAGES: readonly (readonly [RegExp, Fits])[] = [
  [/^Local file `(.*?)` (?:do|does|is)/s, (item, [path = '']) => item.kind === 'local' && samePath(item.target, path)],
  [/^Project `(.*?)` file `(.*?)` /s, (item, [project = '', file = '']) => isOf(item, project) && hasFile(item, file)],
  [/^Project `(.*?)` /s, (item, [project = '']) => isOf(item, project)],
  [/^Remote file `(.*?)` /s, (item, [address = '']) => item.kind === 'remote' && isFilled(item.target, address)],
  // The address is left out of what was blocked.
  [/^Remote file could not be fetched /, (item) => item.kind === 'remote'],
  [/^Template file `(.*?)` /s, (item, [name = '']) => item.kind === 'template' && item.target === name],
  [/^Component '(.*?)' /s, (item, [address = '']) => item.kind === 'component' && isFilled(item.target, address)],
  [/^Included file `(.*?)` /s, (item, [name = '']) => samePath(item.target, name) || hasFile(item, name)],
  [/^Job `(.*?)` not found in parent/s, (item, [job]) => item.kind === 'artifact' && item.job?.text === job],
  [/^Job (?:`.*?` not found in parent|must be provided)/s, (item) => item.kind === 'artifact'],
  [/^Including configs from artifacts /, (item) => item.kind === 'artifact'],
  [/^`(\{.*?\})` does not have a valid subkey for include/s, (item, [json = '']) => isWritten(item, json)],
  [/^Each include must use only one /, (item) => kindsOf(item) > 1],
  [/^Each include must be /, (item) => item.kind === 'unknown'],
  [/^Unable to use components outside /, (item) => item.kind === 'component'],
];

/** What GitLab says of all includes together. */
const OF_ALL = /^Maximum of \d+ nested includes|^Total size of combined|^Resolving config took longer/;

/** What GitLab says of a project or a ref that `exists` in rules names. */
const OF_EXISTS = /^rules:exists:(project|ref) `(.*?)` /s;

/** Where the rules of an include ask for files of a project that is not there, or not at that ref. */
function placeExists(ground: Ground, message: string): Located | undefined {
  const [, key = '', name] = OF_EXISTS.exec(message) ?? [];
  if (name === undefined) return undefined;
  for (const { node } of allItems(ground)) {
    const anchors = ground.anchorsOf(node);
    for (const rule of flatItems(fieldsOf(node, anchors).get('rules')?.value, anchors)) {
      const exists = fieldsOf(rule, anchors).get('exists')?.value;
      const value = follow(exists && fieldsOf(exists, anchors).get(key)?.value, anchors);
      if (value !== undefined && scalarText(value) === name) return locate(ground, value);
    }
  }
  return undefined;
}

/** Places a message about an include on its item. Undefined when it is none of those. */
export function placeIncludeMessage(ground: Ground, message: string): Located | undefined {
  const exists = placeExists(ground, message);
  if (exists !== undefined) return exists;
  if (OF_ALL.test(message)) return includeKey(ground);
  const known = MESSAGES.filter(([pattern]) => pattern.test(message));
  if (known.length === 0) return undefined;
  const items = allItems(ground);
  for (const [pattern, fits] of known) {
    const found = pattern.exec(message)?.slice(1) ?? [];
    const item = items.find((each) => fits(each, found));
    if (item !== undefined) return placeItem(ground, item, message, found.at(-1) ?? '');
  }
  // GitLab fills variables in and masks what looks secret before it names a file.
  const [open, ...others] = items.filter(({ target }) => target.includes('$') || target.includes('*'));
  if (open !== undefined && others.length === 0) return locate(ground, open.at, false);
  return { ...(includeKey(ground) ?? wholeFile(ground.entry)), isExact: false };
}

/** What of an item a message is about: its revision, its job, one of its files, or the whole. */
function placeItem(ground: Ground, item: IncludeItem, message: string, file: string): Located | undefined {
  if (/ reference `/.test(message) && item.ref !== undefined) return locate(ground, item.ref.at);
  if (/not found in parent/.test(message) && item.job !== undefined) return locate(ground, item.job.at);
  const at = item.files.find(({ path }) => samePath(path, file))?.at ?? item.at;
  return locate(ground, at);
}

/** The include items of all files, with those that start child pipelines. */
function allItems({ pipeline }: Ground): IncludeItem[] {
  return pipeline.summaries
    .toReversed()
    .flatMap(({ summary }) => [...summary.includes, ...[...summary.jobs.values()].flatMap((job) => job.triggers)]);
}

/** The item that brings a file in, by the name that GitLab gives the file. */
export function itemOfFile(ground: Ground, name: string): IncludeItem | undefined {
  return allItems(ground).find((item) => samePath(item.target, name) || hasFile(item, name));
}

/** The key of an include's inputs that a message names, the inputs or the item itself. */
export function placeInputs(ground: Ground, item: IncludeItem, names: readonly string[]): Located | undefined {
  const fields = fieldsOf(item.node, ground.anchorsOf(item.node));
  const inputs = fields.get('inputs');
  if (inputs === undefined) return locate(ground, item.at);
  const given = spotOfEntry(ground, inputs);
  const named = names.map((name) => given.fields().get(name.toLowerCase())).find((spot) => spot !== undefined);
  const span = named === undefined ? inputs.key : (named.key ?? spanOf(named));
  return span && locate(ground, span, named !== undefined || names.length > 0);
}

function includeKey(ground: Ground): Located | undefined {
  const files: readonly YamlFile[] = [ground.entry, ...ground.pipeline.graph.files];
  for (const file of files) {
    const summary = ground.pipeline.summaries.find((each) => each.file === file)?.summary;
    const key = entryOf(summary?.content?.root, 'include')?.key;
    if (key !== undefined) return locate(ground, key);
  }
  return undefined;
}

function samePath(written: string, named: string): boolean {
  return isFilled(written.replace(/^(?:\.?\/)+/, ''), named.replace(/^\/+/, ''));
}

/** GitLab fills variables in before it names anything. */
function isFilled(written: string, named: string): boolean {
  if (written === named) return true;
  const parts = written.split(/\$(?:\{\w+\}|\w+)/);
  if (parts.length < 2 || parts.every((part) => part === '')) return false;
  return wholeTest(parts.map(literalExpression).join('[^@]*')).test(named);
}

function isOf(item: IncludeItem, project: string): boolean {
  return item.kind === 'project' && isFilled(item.target, project);
}

function hasFile(item: IncludeItem, file: string): boolean {
  return item.files.some(({ path }) => samePath(path, file));
}

function kindsOf({ node }: IncludeItem): number {
  return entriesOf(node).filter(({ key }) => KINDS.has(scalarText(key) ?? '')).length;
}

const KINDS = new Set(['local', 'project', 'remote', 'template', 'artifact', 'component']);

/** GitLab prints the item as JSON. */
function isWritten({ node }: IncludeItem, json: string): boolean {
  const value = follow(node, new Map());
  return jsonText(toValue(value, { dialect: psychDialect, anchors: new Map() }).value) === json;
}
