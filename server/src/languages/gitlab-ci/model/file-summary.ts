import { isTooLong, type YamlDocument, type YamlFile } from '../../../yaml/file.ts';
import { entriesOf, scalarText, type YamlBlock, type YamlEntry, type YamlNode } from '../../../yaml/node.ts';
import { flatItems, follow, isInterpolated, isReference, perBlock, scalarValue, type Anchors } from './follow.ts';
import { excessOf } from '../configuration/parsed-size.ts';
import { includeItems, type IncludeItem } from './include-items.ts';
import { isJobName } from './names.ts';
import { jobsOfBlock, referencesIn, type JobSummary, type NameList, type ReferenceUse } from './job-summary.ts';

/** What one file says, position-free: the same object as long as the content's text is the same. */
export interface FileSummary {
  readonly path: string;
  /** The document that holds the pipeline; the one before it is the header with `spec`. */
  readonly content: YamlDocument | undefined;
  readonly header: YamlDocument | undefined;
  readonly anchors: Anchors;
  /** The last of each name, as Psych lets the last one win. */
  readonly jobs: ReadonlyMap<string, JobSummary>;
  readonly stages: StageList | undefined;
  readonly includes: readonly IncludeItem[];
  /** Each `!reference` in the content. */
  readonly references: readonly ReferenceUse[];
  /** The top-level keywords that are there, the last of each. */
  readonly globals: ReadonlyMap<string, YamlEntry>;
  /** Top-level names that the text does not show: broken ones and those that a merge key brings. Inputs are not meant. */
  readonly hasUnknownNames: boolean;
}

export interface StageList extends NameList {
  readonly entry: YamlEntry;
}

interface BlockGlobals {
  readonly stages: StageList | undefined;
  readonly includes: readonly IncludeItem[] | undefined;
  readonly references: readonly ReferenceUse[];
  readonly globals: readonly (readonly [string, YamlEntry])[];
  readonly hasUnknownNames: boolean;
}

const known = new WeakMap<YamlDocument, FileSummary>();

/** Summarizes a file. A document without content gives an empty summary. */
export function summarizeFile(file: YamlFile): FileSummary {
  const { header, content } = documentsOf(file);
  if (isTooLong(file)) return { ...summarize(file.path, undefined, undefined), hasUnknownNames: true };
  const before = content && known.get(content);
  if (before?.path === file.path && before.header === header) return before;
  const summary = summarize(file.path, header, content);
  if (content !== undefined) known.set(content, summary);
  return summary;
}

/** GitLab splits a text at markers only this often; blank pieces do not count (lib/gitlab/ci/config/yaml/loader.rb). */
const MOST_PIECES = 3;

/**
 * The documents that GitLab reads: the first, and when that has `spec`, it is the header of the last. A header alone is one
 * that somebody has begun to write: to GitLab it is content.
 */
export function documentsOf(file: YamlFile): Pick<FileSummary, 'header' | 'content'> {
  const pieces = file.text.startsWith('---') ? MOST_PIECES - 1 : MOST_PIECES;
  const documents = file.documents.slice(0, pieces).map(({ document }) => document);
  const [first, ...more] = documents.length < 2 ? documents : documents.filter((document) => !isBlank(document));
  if (first === undefined) return { header: undefined, content: undefined };
  const spec = entriesOf(first.root).find(({ key }) => scalarText(key) === 'spec');
  const isHeader = spec !== undefined && (more.length > 0 || !isJobOf(spec));
  return isHeader ? { header: first, content: more.at(-1) } : { header: undefined, content: first };
}

/** In a file of one document a job may be called `spec`. */
function isJobOf({ value }: YamlEntry): boolean {
  return entriesOf(value).some(({ key }) => ['script', 'run', 'trigger', 'extends'].includes(scalarText(key) ?? ''));
}

/** Whether there is nothing in a document, or nothing but comments. */
export function isBlank({ root }: YamlDocument): boolean {
  if (root === undefined) return true;
  return root.kind === 'scalar' && root.text === '' && root.anchor === undefined;
}

function summarize(path: string, header: YamlDocument | undefined, content: YamlDocument | undefined): FileSummary {
  const anchors: Anchors = content?.anchors ?? new Map<string, YamlNode>();
  // What GitLab refuses for its size says nothing: it would take seconds to read, and none of it will ever run.
  const isRead = content !== undefined && excessOf(content) === undefined;
  const blocks = isRead ? content.blocks : [];
  const jobs = new Map<string, JobSummary>();
  for (const block of blocks) for (const job of jobsOfBlock(block, anchors)) jobs.set(job.name, job);
  const globals = blocks.map((block) => globalsOfBlock(block, anchors));
  return {
    path,
    header,
    content,
    anchors,
    jobs,
    stages: globals.findLast((each) => each.stages !== undefined)?.stages,
    includes: globals.findLast((each) => each.includes !== undefined)?.includes ?? [],
    references: globals.flatMap((each) => each.references),
    globals: new Map(globals.flatMap((each) => each.globals)),
    hasUnknownNames: globals.some((each) => each.hasUnknownNames) || (content !== undefined && !isRead),
  };
}

const globalsOfBlock = perBlock((block: YamlBlock, anchors): BlockGlobals => {
  const entries = block.root?.kind === 'mapping' ? block.root.entries : [];
  const named = (name: string): YamlEntry | undefined => entries.findLast(({ key }) => scalarText(key) === name);
  const stages = named('stages');
  const include = named('include');
  return {
    stages: stages && stageList(stages, anchors),
    includes: include && includeItems(include.value, anchors),
    references: entries.flatMap(({ value }) => (value === undefined ? [] : referencesIn(value))),
    globals: entries.flatMap((entry) => {
      const name = scalarText(entry.key);
      return name === undefined || isJobName(name) ? [] : [[name, entry] as const];
    }),
    hasUnknownNames: isBroken(block) || entries.some(({ key }) => isNameOpen(key)),
  };
});

function isNameOpen(key: YamlNode): boolean {
  return key.kind !== 'scalar' || key.text === '<<';
}

/** A name without its colon: it runs into the next line, or stands alone. Which job is meant is not known. */
function isBroken({ root, text, problems }: YamlBlock): boolean {
  if (root?.kind !== 'mapping') return root !== undefined || problems.length > 0;
  return problems.length > 0 && root.entries.some(({ key }) => text.slice(key.start, key.end).includes('\n'));
}

function stageList(entry: YamlEntry, anchors: Anchors): StageList | undefined {
  const node = follow(entry.value, anchors);
  if (node === undefined || scalarValue(node) === null) return undefined;
  const items = flatItems(node, anchors);
  const plain = items.filter((item) => item.kind === 'scalar' && !isReference(item) && !isInterpolated(item));
  return {
    entry,
    names: plain.map((item) => ({ name: scalarText(item) ?? '', at: item })),
    open: plain.length !== items.length,
  };
}
