import { code, codeBlock } from '../../../../base/markdown.ts';
import { shortName } from '../../../../workspace/include-address.ts';
import type { Snapshot } from '../../../../workspace/snapshot.ts';
import type { Hover } from '../../../language.ts';
import { effectiveJob, type EffectiveJobText } from '../../merged/effective-job.ts';
import type { MergedLine } from '../../merged/merge-pipeline.ts';
import { mergedOf } from '../../merged/merged-of.ts';
import { originWords, stepWords, withComments } from '../../merged/origin-words.ts';
import { jobNamed } from '../../model/find-job.ts';
import { isHidden } from '../../model/names.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import { describeJob } from '../describe.ts';
import { Links } from './markdown.ts';

type Answer = Omit<Hover, 'range'>;

/** More lines make a hover that nobody reads. */
const MAX_LINES = 30;
/** A hover is about as wide as this many letters; longer lines would be broken. */
const MAX_WIDTH = 64;
/** The origins stand in this column at the latest. */
const MAX_COLUMN = 34;
const MAX_NAMES = 8;
/** The text is what one looks for, so the links above it take a line or two. */
const MAX_SOURCES = 4;

/** A job as GitLab runs it, each part with its origin; without a merged pipeline what is known of its text. */
export function hoverJob(snapshot: Snapshot, pipeline: Pipeline, name: string): Answer | undefined {
  const found = jobNamed(pipeline, name)?.name ?? name;
  const merged = mergedOf(snapshot, pipeline);
  const effective = effectiveJob(merged, found);
  if (effective === undefined) return withReason(describeJob(pipeline, found), merged);
  const links = new Links(pipeline.graph.projectRoot);
  const shown = effective.lines.slice(0, MAX_LINES);
  const rest = effective.lines.length - shown.length;
  const kind = isHidden(found) ? 'hidden job' : 'job';
  const parts = [
    `**${code(found)}** (${kind})`,
    sources(effective.lines, links),
    codeBlock('yaml', [...commented(shown), ...(rest > 0 ? [`  # … ${rest} more lines`] : [])]),
    ...variablesOf(effective),
    ...missingParts(merged),
  ];
  const more = { title: 'Show Merged Pipeline', id: 'plumbline.pipeline.showMerged', arguments: [{ job: found }] };
  return { markdown: parts.join('\n\n'), links: links.places, more };
}

/** Includes that could not be read, each reason once. */
function missingParts({ unknown }: ReturnType<typeof mergedOf>): string[] {
  const parts = [...new Set(unknown.map(({ name, because }) => `Without ${code(name)}: ${because}`))];
  const more = parts.length > MAX_SOURCES ? [`and without ${parts.length - MAX_SOURCES} more includes`] : [];
  return [...parts.slice(0, MAX_SOURCES), ...more];
}

/** While the pipeline cannot be merged, its text is all there is. */
function withReason(
  known: string | undefined,
  { judge, value, isPending }: ReturnType<typeof mergedOf>,
): Answer | undefined {
  if (known === undefined) return undefined;
  if (isPending || value !== undefined) return { markdown: known };
  const [error = ''] = judge().errors;
  return { markdown: `${known}\n\nGitLab refuses the pipeline, so the job is not shown as a whole: ${code(error)}` };
}

/** The origin stands behind the first line of each group that comes from one place by the same steps. */
function commented(lines: readonly MergedLine[]): string[] {
  const rows = lines.map((line, index) => {
    const { text, origin, begins } = line;
    const isFirst = begins && origin !== undefined && !isSameGroup(lines[index - 1], line);
    return { text: shortened(text), words: isFirst ? originWords(origin, shortPlace) : '' };
  });
  return withComments(rows, MAX_COLUMN);
}

function shortPlace(path: string, line: number): string {
  return `${shortName(path)}:${line}`;
}

function shortened(text: string): string {
  return text.length > MAX_WIDTH ? `${text.slice(0, MAX_WIDTH - 1)}…` : text;
}

function isSameGroup(before: MergedLine | undefined, line: MergedLine): boolean {
  return before?.origin !== undefined && groupOf(before) === groupOf(line);
}

function groupOf({ origin }: MergedLine): string {
  return origin === undefined ? '' : [origin.place?.file.path, ...stepWords(origin)].join('\n');
}

/** One link for each group of lines, to its first line. */
function sources(lines: readonly MergedLine[], links: Links): string {
  const groups = new Map<string, MergedLine['origin']>();
  for (const line of lines) {
    if (line.origin?.place !== undefined && !groups.has(groupOf(line))) groups.set(groupOf(line), line.origin);
  }
  const shown = [...groups.values()].flatMap((origin) => {
    const words = origin === undefined ? [] : stepWords(origin);
    const link = origin?.place && links.to(origin.place);
    return link === undefined ? [] : [`${link}${words.length === 0 ? '' : ` ${words.map(escaped).join(' · ')}`}`];
  });
  const more = shown.length > MAX_SOURCES ? [`and ${shown.length - MAX_SOURCES} more`] : [];
  return ['From', [...shown.slice(0, MAX_SOURCES), ...more].join(', ')].join(' ');
}

function escaped(words: string): string {
  return words.replace(/[\\`*_[\]<>]/g, '\\$&');
}

function variablesOf({ variables }: EffectiveJobText): string[] {
  if (variables.length === 0) return [];
  const shown = variables.slice(0, MAX_NAMES).map(code);
  const more = variables.length > MAX_NAMES ? ` and ${variables.length - MAX_NAMES} more` : '';
  return [`It also gets the pipeline's variables ${shown.join(', ')}${more}`];
}
