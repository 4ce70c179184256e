import type { YamlFile } from '../../../yaml/file.ts';
import { scalarText, type YamlEntry, type YamlMapping, type YamlNode } from '../../../yaml/node.ts';
import type { CodeAction, TextEdit } from '../../language.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { commentedText, entryText, moved, withBreaks } from './entry-text.ts';
import { withoutBase } from './extends-text.ts';
import { reasonAgainstInlining, type Inlining } from './inline-reasons.ts';
import { jobAt } from './job-at.ts';

/** What is written into a job: whole entries below its last one, and entries into mappings that both have. */
interface Insertion {
  readonly offset: number;
  readonly column: number;
  readonly texts: readonly SourceText[];
}

/** The lines of an entry in the file that has it. */
interface SourceText {
  readonly text: string;
  readonly column: number;
}

/**
 * Offers to write what a base says into the job that extends it, on the base's name in `extends`. As GitLab merges it:
 * mappings key by key, anything else is the job's own where it has it. What the base itself extends is extended instead.
 * https://docs.gitlab.com/ci/yaml/yaml_optimization/#merge-details
 */
export function inlineHiddenJob(pipeline: Pipeline, file: YamlFile, offset: number): CodeAction[] {
  const inlining = inliningAt(pipeline, file, offset);
  if (inlining === undefined) return [];
  const { job, base } = inlining;
  const action = { title: `Write what '${base.job.name}' says into '${job.name}'`, kind: 'refactor.inline' } as const;
  const disabled = reasonAgainstInlining(inlining);
  if (disabled !== undefined) return [{ ...action, edits: [], disabled }];
  const edits = inlined(inlining);
  if (edits !== undefined) return [{ ...action, edits }];
  return [{ ...action, edits: [], disabled: 'A mapping that both have is written in a way that cannot be added to' }];
}

/** On the name of a base; both the job and the base have to be defined once. */
function inliningAt(pipeline: Pipeline, file: YamlFile, offset: number): Inlining | undefined {
  const job = jobAt(file, offset);
  const node = job?.path.node;
  if (job?.path.path[1] !== 'extends' || job.path.inKey || node?.kind !== 'scalar') return undefined;
  const bases = pipeline.definitions.get(node.text) ?? [];
  const [base] = bases;
  const isOnce = bases.length === 1 && pipeline.definitions.get(job.name)?.length === 1;
  return base !== undefined && isOnce ? { pipeline, file, job, base } : undefined;
}

/** The edits; undefined where a mapping that both have cannot be added to as lines. */
function inlined({ file, job, base }: Inlining): TextEdit[] | undefined {
  const { value } = job.entry;
  if (value?.kind !== 'mapping' || value.flow || base.job.value?.kind !== 'mapping') return undefined;
  const insertions: Insertion[] = [];
  const isDone = merge({ file, source: base.file, insertions }, value, base.job.value);
  const others = base.job.extends?.names.map(({ name }) => name) ?? [];
  const rest = isDone ? withoutBase(file, job.entry, { name: base.job.name, others }) : undefined;
  if (rest === undefined) return undefined;
  return [rest, ...asEdits(file, insertions)];
}

/** One edit for each place: what belongs deeper comes first. */
function asEdits(file: YamlFile, insertions: readonly Insertion[]): TextEdit[] {
  const texts = new Map<number, string>();
  for (const { offset, column, texts: sources } of insertions) {
    const lines = sources.map((each) => moved(each.text, each.column, column));
    texts.set(offset, (texts.get(offset) ?? lead(file, offset)) + lines.join(''));
  }
  return [...texts].map(([offset, text]) => ({
    path: file.path,
    range: { start: offset, end: offset },
    newText: withBreaks(file, text),
  }));
}

function lead({ text }: YamlFile, offset: number): string {
  return text.slice(0, offset).endsWith('\n') ? '' : '\n';
}

interface Merge {
  readonly file: YamlFile;
  readonly source: YamlFile;
  readonly insertions: Insertion[];
}

/** Lays a job's mapping over that of the base; false where that cannot be done by adding lines. */
function merge(into: Merge, own: YamlMapping, base: YamlMapping): boolean {
  if (own.entries.some(({ key }) => scalarText(key) === '<<')) return false;
  const missing: YamlEntry[] = [];
  for (const entry of base.entries) {
    const key = scalarText(entry.key);
    if (key === 'extends') continue;
    const present = own.entries.findLast((each) => scalarText(each.key) === key);
    if (present === undefined) missing.push(entry);
    else if (!mergeValues(into, present.value, entry.value)) return false;
  }
  return missing.length === 0 || insert(into, own, missing);
}

/** Only two mappings are merged; of what is found elsewhere nobody can tell here. */
function mergeValues(into: Merge, own: YamlNode | undefined, base: YamlNode | undefined): boolean {
  if (own?.kind === 'alias' || base?.kind === 'alias') return false;
  if (!isMerged(own) || !isMerged(base)) return true;
  return isCovered(own, base) || (!own.flow && !base.flow && merge(into, own, base));
}

function isMerged(node: YamlNode | undefined): node is YamlMapping {
  return node?.kind === 'mapping' && node.tag === undefined;
}

/** Nothing of the base is left. */
function isCovered(own: YamlMapping, base: YamlMapping): boolean {
  const known = new Set(own.entries.map(({ key }) => scalarText(key)));
  return base.entries.every(({ key, value }) => known.has(scalarText(key)) && value?.kind !== 'mapping');
}

function insert({ file, source, insertions }: Merge, own: YamlMapping, missing: readonly YamlEntry[]): boolean {
  const last = own.entries.at(-1);
  const place = last && entryText(file, last);
  const texts = missing.map((entry): SourceText | undefined => {
    const lines = commentedText(source, entry);
    if (lines === undefined) return undefined;
    const text = source.text.slice(lines.start, lines.end).replaceAll('\r\n', '\n');
    return { text: text.endsWith('\n') ? text : `${text}\n`, column: lines.column };
  });
  const known = texts.filter((text) => text !== undefined);
  if (place === undefined || known.length < texts.length) return false;
  insertions.push({ offset: place.end, column: place.column, texts: known });
  return true;
}
