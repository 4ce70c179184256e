import { code } from '../../../../base/markdown.ts';
import { isRecord, ownValue, ownValueAt } from '../../../../base/record.ts';
import type { Snapshot } from '../../../../workspace/snapshot.ts';
import type { Hover } from '../../../language.ts';
import type { MergedPipeline } from '../../merged/merge-pipeline.ts';
import { mergedOf } from '../../merged/merged-of.ts';
import { DEFAULT, GLOBAL } from '../../occurrences/occurrence.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import { PREDEFINED_VARIABLES, RUNNER_SETTINGS, type Availability } from '../../variables/predefined.ts';
import { Links } from './markdown.ts';
import { variableLevels, type Level } from './variable-levels.ts';

type Answer = Omit<Hover, 'range'>;

interface Question {
  readonly snapshot: Snapshot;
  readonly pipeline: Pipeline;
  readonly name: string;
  /** The job that the text belongs to, see `Occurrence.scope`. */
  readonly scope: string;
}

/** Where a variable comes from, and which of several values wins (https://docs.gitlab.com/ci/variables/#cicd-variable-precedence). */
export function hoverVariable(question: Question): Answer {
  const { snapshot, pipeline, name, scope } = question;
  const links = new Links(pipeline.graph.projectRoot);
  const merged = mergedOf(snapshot, pipeline);
  const job = isRecord(ownValue(merged.value, scope)) && scope !== DEFAULT && scope !== GLOBAL ? scope : undefined;
  const levels = variableLevels(merged, { name, job });
  const parts = [
    heading(question, job),
    ...aboutName(name),
    ...(levels.length > 0 ? [ranking(levels, links)] : []),
    ...otherJobs(merged, { name, job, links }),
    fromOutside(question, levels.length > 0),
    ...documentation(name),
  ];
  return { markdown: parts.filter((part) => part !== '').join('\n\n'), links: links.places };
}

function heading({ name }: Question, job: string | undefined): string {
  const kind = PREDEFINED_VARIABLES.has(name) ? 'predefined variable' : 'variable';
  return `**${code(name)}** (${kind})${job === undefined ? '' : ` in ${code(job)}`}`;
}

function aboutName(name: string): string[] {
  const predefined = PREDEFINED_VARIABLES.get(name);
  const about = predefined ?? RUNNER_SETTINGS.get(name);
  if (about === undefined) return [];
  const values = about.values.length === 0 ? '' : ` One of ${about.values.map(code).join(', ')}.`;
  const there = predefined === undefined ? '' : `\n\n${THERE[predefined.availability]}`;
  return [`${about.summary}${values}${there}`];
}

const THERE: Readonly<Record<Availability, string>> = {
  'pre-pipeline': 'There for `include`, `rules` and jobs.',
  pipeline: 'There for `rules` and jobs, not yet for `include`.',
  job: 'There while a job runs, not yet for `rules` and `include`.',
};

/** The levels as a list, the first of which wins; that one is bold unless a condition decides. */
function ranking(levels: readonly Level[], links: Links): string {
  const winner = levels.find(({ condition, isOff }) => condition === undefined && isOff !== true);
  const lines = levels.map((level, index) => {
    const { title, value, origin, condition, isOff } = level;
    const place = origin?.place && links.to(origin.place);
    const shown = value === undefined ? title : `${title}: ${code(shortened(value))}`;
    const off = isOff === true ? ', which this job does not inherit' : '';
    const words = [
      `${level === winner ? `**${shown}**` : shown}${off}`,
      ...(condition === undefined ? [] : [`where ${code(shortened(condition))} is met`]),
      ...(place === undefined ? [] : [`· ${place}`]),
    ];
    return `${index + 1}. ${words.join(' ')}`;
  });
  if (levels.length === 1) return lines.join('').replace(/^1\. /, 'From ');
  return ['Of these the first that counts wins:', '', ...lines].join('\n');
}

const MOST_LETTERS = 80;

function shortened(text: string): string {
  return text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS - 1)}…` : text;
}

const MOST_JOBS = 6;

/** For a variable of the pipeline: who has another value. */
function otherJobs(
  { value, trace }: MergedPipeline,
  { name, job, links }: { readonly name: string; readonly job: string | undefined; readonly links: Links },
): string[] {
  if (job !== undefined || value === undefined) return [];
  const holders = Object.keys(value).filter(
    (key) => isRecord(ownValueAt(value, key, 'variables')) && ownValueAt(value, key, 'variables', name) !== undefined,
  );
  const shown = holders.slice(0, MOST_JOBS).map((holder) => {
    const source = trace?.entry(holder);
    const place = source && trace?.originOf(source).place;
    return (place && links.to(place, code(holder))) ?? code(holder);
  });
  const more = holders.length > MOST_JOBS ? ` and ${holders.length - MOST_JOBS} more` : '';
  return holders.length === 0 ? [] : [`Jobs with a value of their own: ${shown.join(', ')}${more}`];
}

const OUTSIDE = 'variable of the project, its groups or the instance, or one that whoever starts the pipeline gives';

/** What the files cannot tell. Values are never asked for. */
function fromOutside({ snapshot, pipeline, name }: Question, isSet: boolean): string {
  if (PREDEFINED_VARIABLES.has(name)) return '';
  const names = snapshot.names({ kind: 'variables', folder: pipeline.graph.projectRoot });
  const remote = names?.find((each) => each.name === name);
  const detail = remote?.detail ?? 'variable of the project';
  if (remote !== undefined) return `GitLab has it, too: ${detail}. ${isSet ? 'That value wins.' : ''}`.trim();
  if (isSet && names !== undefined)
    return 'A value that whoever starts the pipeline gives wins over what is written here.';
  if (isSet) return `A ${OUTSIDE}, wins over what is written here.`;
  return names === undefined
    ? `No file of this pipeline sets it. It may be a ${OUTSIDE}, or one of the shell.`
    : 'Neither a file of this pipeline nor the project sets it. Whoever starts the pipeline may give it, or the shell sets it.';
}

function documentation(name: string): string[] {
  const link = 'https://docs.gitlab.com/ci/variables/predefined_variables/';
  return PREDEFINED_VARIABLES.has(name) ? [`[GitLab documentation](${link})`] : [];
}
