import { counted } from '../../base/words.ts';
import type { LocatedBecause, PipelineSimulation } from '../../workflows/simulate-pipeline.ts';
import { painter, type Paint } from './paint.ts';

type Job = PipelineSimulation['pipeline']['jobs'][number];

type Child = NonNullable<Job['child']>;

interface TextOptions {
  readonly isColored: boolean;
}

const COLORS = { runs: 'green', manual: 'blue', delayed: 'blue', maybe: 'yellow' } as const;

/** The jobs by stage with what decided each, then what is left out and what could not be decided. */
export function pipelineText(simulation: PipelineSimulation, { isColored }: TextOptions): string {
  const { pipeline, locate } = simulation;
  const paint = painter(isColored);
  const { stages, jobs, excluded, unknown } = pipeline;
  const width = Math.max(0, ...[...jobs, ...excluded, ...unknown].map(({ name }) => name.length));
  const lineOf = (name: string, words: string): string => `  ${name.padEnd(width)}  ${words}`.trimEnd();
  const jobLine = (job: Job): string => {
    const outcome = paint(COLORS[job.outcome], job.outcome.padEnd(7));
    return lineOf(job.name, `${outcome}  ${reasonOf(locate(job.because), paint)}`);
  };
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', paint('bold', title), ...lines];
  return [
    ...heading(simulation, paint),
    ...stages.flatMap((stage) => section(stage, jobs.filter((job) => job.stage === stage).map(jobLine))),
    ...jobs.flatMap(({ name, child }) => (child === undefined ? [] : childLines(`child of ${name}`, child, paint))),
    ...section(
      'left out',
      excluded.map(({ name, because }) => lineOf(name, reasonOf(locate(because), paint))),
    ),
    ...section(
      'not decided',
      unknown.map(({ name, because }) => lineOf(name, `depends on ${because}`)),
    ),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/** The child pipeline that a job starts, and the children of that. */
function childLines(title: string, { source, pipeline, unknown }: Child, paint: Paint): string[] {
  const heading = ['', paint('bold', `${title} (${source})`)];
  if (pipeline === undefined) return [...heading, `  not known: ${unknown ?? ''}`];
  const { errors, created, reason, jobs } = pipeline;
  if (errors.length > 0)
    return [...heading, ...errors.map((error) => `  ${paint('red', `GitLab refuses it: ${error}`)}`)];
  if (!created) return [...heading, `  no pipeline: ${reason ?? 'the rules allow none'}`];
  const width = Math.max(0, ...jobs.map(({ stage, name }) => stage.length + name.length + 2));
  return [
    ...heading,
    ...jobs.map(({ stage, name, outcome, because }) => {
      const words = `${paint(COLORS[outcome], outcome.padEnd(7))}  ${because.text}`;
      return `  ${`${stage}: ${name}`.padEnd(width)}  ${words}`.trimEnd();
    }),
    ...pipeline.unknown.map(({ name, because }) => `  ${name}: not decided, depends on ${because}`),
    ...jobs.flatMap(({ name, child }) => (child === undefined ? [] : childLines(`${title} › ${name}`, child, paint))),
  ];
}

function heading(simulation: PipelineSimulation, paint: Paint): string[] {
  const { pipeline, entry, event, ref, targetBranch, changes } = simulation;
  const { jobs, stages, errors, reason, name } = pipeline;
  const into = targetBranch === undefined ? '' : ` into ${targetBranch}`;
  const title = `${entry}: ${event} of ${ref}${into}; changed: ${changes}`;
  if (errors.length > 0) return [title, ...errors.map((error) => paint('red', `GitLab refuses it: ${error}`))];
  if (!pipeline.created) return [title, `No pipeline: ${reason ?? 'the rules allow none'}`];
  const called = name === undefined ? '' : ` '${name}'`;
  return [title, `Pipeline${called} with ${counted(jobs.length, 'job')} in ${counted(stages.length, 'stage')}`];
}

/** Everything that is known of one job, each of its copies on its own. */
export function explainJob(simulation: PipelineSimulation, name: string, { isColored }: TextOptions): string {
  const { pipeline, locate } = simulation;
  const paint = painter(isColored);
  const isAsked = (one: { readonly name: string; readonly job?: string }): boolean =>
    one.name === name || one.job === name;
  const lines = [
    ...heading(simulation, paint),
    ...pipeline.jobs.filter(isAsked).flatMap((job) => ['', ...explained(job, locate(job.because), paint)]),
    ...pipeline.excluded
      .filter(isAsked)
      .flatMap((job) => [
        '',
        `${paint('bold', job.name)} is left out`,
        `  because: ${reasonOf(locate(job.because), paint)}`,
      ]),
    ...pipeline.unknown.filter(isAsked).map(({ because }) => `  depends on: ${because}`),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function explained(job: Job, because: LocatedBecause, paint: Paint): string[] {
  const { name, stage, when, outcome, startIn, allowFailure, needs, environment, triggers } = job;
  const waits = needs === undefined ? 'the earlier stages' : needs.length === 0 ? 'nothing' : needs.join(', ');
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['because', reasonOf(because, paint)],
    ['stage', stage],
    ['when', startIn === undefined ? when : `${when}, after ${startIn}`],
    ['waits for', waits],
    ['may fail', allowFailure ? 'yes' : undefined],
    ['environment', environment && `${environment.name} (${environment.action})`],
    ['starts', triggers ? 'another pipeline' : undefined],
  ];
  const known = facts.filter(([, value]) => value !== undefined);
  return [
    `${paint('bold', name)}: ${paint(COLORS[outcome], outcome)}`,
    ...known.map(([key, value]) => `  ${key}: ${value ?? ''}`),
  ];
}

/** The reason with the place of what decided, lines and columns from 1. */
function reasonOf({ text, file, range }: LocatedBecause, paint: Paint): string {
  if (file === undefined || range === undefined) return text;
  return `${text} ${paint('grey', `(${file}:${range.start.line + 1}:${range.start.character + 1})`)}`;
}
