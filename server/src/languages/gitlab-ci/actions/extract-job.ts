import type { OffsetRange } from '../../../base/range.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import { scalarText, type YamlEntry, type YamlNode } from '../../../yaml/node.ts';
import { writeKey } from '../../../yaml/write-scalar.ts';
import type { CodeAction, TextEdit } from '../../language.ts';
import type { Pipeline } from '../model/pipeline.ts';
import {
  asTopLevel,
  commentedText,
  entryText,
  moved,
  startWithComments,
  withBreaks,
  type EntryText,
} from './entry-text.ts';
import { withBase } from './extends-text.ts';
import { nodesIn } from './inline-reasons.ts';
import { jobAt, type JobEntry } from './job-at.ts';

/**
 * Offers to move the selected keywords of a job into a hidden job that it then extends. The new one becomes the last
 * base, so it wins over the others as the job's own keywords did.
 */
export function extractHiddenJob(pipeline: Pipeline, file: YamlFile, selection: OffsetRange): CodeAction[] {
  if (selection.start === selection.end) return [];
  const job = jobAt(file, firstContent(file, selection));
  const chosen = job && selectedEntries(file, job, selection);
  if (job === undefined || chosen === undefined || !canMove(pipeline, job, chosen)) return [];
  const name = freeName(pipeline, job.name);
  const title =
    chosen.length === 1
      ? `Move '${scalarText(chosen[0]?.entry.key) ?? ''}' to hidden job '${name}'`
      : `Move ${chosen.length} keywords to hidden job '${name}'`;
  const base = withBase(file, job.entry, name);
  if (base === undefined) return [];
  return [
    {
      title,
      kind: 'refactor.extract',
      edits: () => [...removals(file, chosen), base, newJob(file, job, { name, chosen })],
    },
  ];
}

interface Chosen {
  readonly entry: YamlEntry;
  readonly text: EntryText;
}

function firstContent({ text }: YamlFile, { start, end }: OffsetRange): number {
  return start + (/^\s*/.exec(text.slice(start, end))?.[0].length ?? 0);
}

/** The keywords whose lines the selection touches; undefined when there are none that could be moved. */
function selectedEntries(file: YamlFile, { entry }: JobEntry, { start, end }: OffsetRange): Chosen[] | undefined {
  if (entry.value?.kind !== 'mapping' || entry.value.flow) return undefined;
  const chosen: Chosen[] = [];
  for (const each of entry.value.entries) {
    const text = commentedText(file, each);
    if (text === undefined) return undefined;
    const isTouched = text.start < end && start < text.end;
    if (isTouched && scalarText(each.key) !== 'extends') chosen.push({ entry: each, text });
  }
  const isWhole = chosen.length === entry.value.entries.length;
  return chosen.length === 0 || isWhole ? undefined : chosen;
}

/** Where other text could take over the job's lines by other ways than its name, moving them would be seen there. */
function canMove(pipeline: Pipeline, { name, entry }: JobEntry, chosen: readonly Chosen[]): boolean {
  const definitions = pipeline.definitions.get(name) ?? [];
  const isSingle = definitions.length === 1 && entry.value?.anchor === undefined && entry.value?.tag === undefined;
  if (
    !isSingle ||
    isReferredToAsAWhole(pipeline, name) ||
    isWrittenTwice(entry, chosen) ||
    chosen.some((each) => scalarText(each.entry.key) === '<<')
  )
    return false;
  const anchors = new Map<string, YamlNode>();
  for (const anchored of nodesIn(entry.value))
    if (anchored.anchor !== undefined) anchors.set(anchored.anchor, anchored);
  const moving = new Set(chosen.flatMap((each) => nodesIn(each.entry.value)));
  // The new job stands above this one: what it names must stand above it, too.
  return [...moving].every((node) => {
    const target = node.kind === 'alias' ? anchors.get(node.name) : undefined;
    return target === undefined || moving.has(target);
  });
}

/** What `!reference [name]` takes over would have an `extends` as well, wherever it is put. */
function isReferredToAsAWhole({ summaries }: Pipeline, name: string): boolean {
  return summaries.some(({ summary }) => {
    return summary.references.some(({ path }) => path?.length === 1 && path[0]?.name === name);
  });
}

/** Of a key that is written twice the last one counts; were it moved, the other one would. */
function isWrittenTwice({ value }: YamlEntry, chosen: readonly Chosen[]): boolean {
  const keys = new Set(chosen.map(({ entry }) => scalarText(entry.key)));
  const written = value?.kind === 'mapping' ? value.entries : [];
  return written.filter(({ key }) => keys.has(scalarText(key))).length > chosen.length;
}

function freeName({ definitions }: Pipeline, job: string): string {
  const plain = `.${job.replace(/^\.+/, '')}`;
  const candidates = [plain, `${plain}-base`];
  for (let count = 2; ; count++) {
    const free = candidates.find((name) => !definitions.has(name));
    if (free !== undefined) return free;
    candidates.push(`${plain}-base-${count}`);
  }
}

function removals(file: YamlFile, chosen: readonly Chosen[]): TextEdit[] {
  return chosen.map(({ text: { start, end } }) => ({ path: file.path, range: { start, end }, newText: '' }));
}

/** Above the job and its comments, with the indentation that the job has. */
function newJob(
  file: YamlFile,
  { entry }: JobEntry,
  { name, chosen }: { readonly name: string; readonly chosen: readonly Chosen[] },
): TextEdit {
  const place = entryText(file, entry) ?? { start: 0, end: 0, column: 0 };
  const at = startWithComments(file, place.start);
  const lines = chosen.map(({ text }) => {
    const own = file.text.slice(text.start, text.end).replaceAll('\r\n', '\n');
    return moved(own.endsWith('\n') ? own : `${own}\n`, text.column, 2);
  });
  const newText = withBreaks(file, asTopLevel(`${writeKey(name)}:\n${lines.join('')}\n`, place));
  return { path: file.path, range: { start: at, end: at }, newText };
}
