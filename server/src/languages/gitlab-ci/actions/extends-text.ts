import type { YamlFile } from '../../../yaml/file.ts';
import { scalarText, type YamlEntry, type YamlNode } from '../../../yaml/node.ts';
import { writeKey } from '../../../yaml/write-scalar.ts';
import type { TextEdit } from '../../language.ts';
import { entryText, withBreaks } from './entry-text.ts';

/** The `extends` of a job as it is written; undefined when the job has none. */
function extendsEntry({ value }: YamlEntry): YamlEntry | undefined {
  const entries = value?.kind === 'mapping' ? value.entries : [];
  return entries.findLast(({ key }) => scalarText(key) === 'extends');
}

/** Adds a base behind the others; undefined where `extends` is written in a way that cannot be added to. */
export function withBase(file: YamlFile, job: YamlEntry, name: string): TextEdit | undefined {
  const present = extendsEntry(job);
  if (present === undefined) return firstBase(file, job, name);
  const { value } = present;
  const range = value && file.rangeOf(value);
  if (value === undefined || range === undefined || value.tag !== undefined) return undefined;
  if (value.kind === 'scalar') {
    return { path: file.path, range, newText: `[${file.text.slice(range.start, range.end)}, ${inList(name)}]` };
  }
  return value.kind === 'sequence' ? behindLast(file, value.items.at(-1), { isFlow: value.flow, name }) : undefined;
}

/** Right below the job's name, where nothing else is changed. */
function firstBase(file: YamlFile, { key, value }: YamlEntry, name: string): TextEdit | undefined {
  const first = value?.kind === 'mapping' ? value.entries[0] : undefined;
  const place = first && entryText(file, first);
  const range = file.rangeOf(key);
  if (place === undefined || range === undefined) return undefined;
  const at = file.lines.lineEnd(file.lines.positionAt(range.start).line);
  const newText = withBreaks(file, `\n${' '.repeat(place.column)}extends: ${writeKey(name)}`);
  return { path: file.path, range: { start: at, end: at }, newText };
}

interface NewItem {
  readonly isFlow: boolean;
  readonly name: string;
}

function behindLast(file: YamlFile, last: YamlNode | undefined, { isFlow, name }: NewItem): TextEdit | undefined {
  const range = last && file.rangeOf(last);
  if (range === undefined) return undefined;
  const { path } = file;
  if (isFlow) return { path, range: { start: range.end, end: range.end }, newText: `, ${inList(name)}` };
  const { line } = file.lines.positionAt(range.start);
  const at = file.lines.lineEnd(line);
  const indentation = /^\s*(?=-)/.exec(file.text.slice(file.lines.lineStart(line), at))?.[0] ?? '';
  return { path, range: { start: at, end: at }, newText: withBreaks(file, `\n${indentation}- ${writeKey(name)}`) };
}

/** Puts other bases in the place of one, none to take it away; undefined where the list is not plain text. */
export function withoutBase(
  file: YamlFile,
  job: YamlEntry,
  { name, others }: { readonly name: string; readonly others: readonly string[] },
): TextEdit | undefined {
  const entry = extendsEntry(job);
  const lines = entry && entryText(file, entry);
  const written = entry && namesOf(entry.value);
  if (entry === undefined || lines === undefined || written === undefined) return undefined;
  const names = written.flatMap((text) => (text === name ? others : [text]));
  const { path } = file;
  if (names.length === 0) return { path, range: { start: lines.start, end: lines.end }, newText: '' };
  const end = lines.start + file.text.slice(lines.start, lines.end).trimEnd().length;
  const isOneLine = !file.text.slice(lines.start, end).includes('\n');
  const value = entry.value && file.rangeOf(entry.value);
  // What stands behind the value on its line stays.
  const range = { start: endOfKey(file, entry), end: isOneLine && value !== undefined ? value.end : end };
  const [only = ''] = names;
  return { path, range, newText: ` ${names.length === 1 ? writeKey(only) : `[${names.map(inList).join(', ')}]`}` };
}

function namesOf(value: YamlNode | undefined): string[] | undefined {
  const items = value?.kind === 'sequence' ? value.items : [value];
  const names = items.map(scalarText).filter((name) => name !== undefined);
  return names.length === items.length ? names : undefined;
}

function endOfKey(file: YamlFile, { key }: YamlEntry): number {
  const end = file.rangeOf(key)?.end ?? 0;
  return end + (/^\s*:/.exec(file.text.slice(end))?.[0].length ?? 0);
}

/** In brackets commas and brackets end a name. */
function inList(name: string): string {
  const written = writeKey(name);
  return /[,[\]{}]/.test(written) && !/^["']/.test(written) ? `'${name.replaceAll("'", "''")}'` : written;
}
