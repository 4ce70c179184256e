import type { PlannedChanges } from '../../workflows/plan-changes.ts';
import { painter } from './paint.ts';

type Job = PlannedChanges['pipelines'][number]['scenarios'][number]['jobs'][number];

/** Whether the change adds, removes or alters a job. */
export function isChanged({ change }: Job): boolean {
  return change !== 'same';
}

const MARKS = {
  create: '+',
  added: '+',
  update: '~',
  changed: '~',
  replace: '!',
  delete: '-',
  removed: '-',
  same: ' ',
} as const;

const COLORS = { '+': 'green', '~': 'yellow', '!': 'red', '-': 'red', ' ': 'grey' } as const;

/** The changed objects with their fields, then for each event the jobs that change. */
export function planText(changes: PlannedChanges, { isColored }: { readonly isColored: boolean }): string {
  const paint = painter(isColored);
  const marked = (change: keyof typeof MARKS, words: string): string =>
    `  ${paint(COLORS[MARKS[change]], `${MARKS[change]} ${words}`)}`;
  const { objects, pipelines, base } = changes;
  const objectLines = objects.flatMap(({ name, change, paths }) => [
    marked(change, `${name}: ${change}`),
    ...paths.filter((path) => path !== '').map((path) => `      ${path}`),
  ]);
  const jobLines = pipelines.flatMap(({ scenarios }) =>
    scenarios.flatMap(({ name, created, reason, jobs }) => [
      '',
      `${paint('bold', name)}: ${created ? jobSummary(jobs) : `no pipeline: ${reason ?? 'the rules allow none'}`}`,
      ...jobs
        .filter(isChanged)
        .map((job) => marked(job.change, `${job.name}: ${job.change}, ${job.outcome} (${job.because})`)),
    ]),
  );
  const title = `Against ${base}: ${objectSummary(objects)}`;
  return [title, ...objectLines, ...jobLines].map((line) => `${line}\n`).join('');
}

/** `3 jobs, 1 of them changed`, of those that are or were in the pipeline. */
export function jobSummary(jobs: readonly Job[]): string {
  const present = jobs.filter(({ outcome }) => outcome !== 'excluded').length;
  const changed = jobs.filter(isChanged).length;
  return `${present} ${present === 1 ? 'job' : 'jobs'}, ${changed === 0 ? 'none' : changed} changed`;
}

/** `1 create, 2 update`. */
export function objectSummary(objects: PlannedChanges['objects']): string {
  const counts = new Map<string, number>();
  for (const { change } of objects) counts.set(change, (counts.get(change) ?? 0) + 1);
  const parts = [...counts].map(([change, count]) => `${count} ${change}`);
  return parts.length === 0 ? 'no object changes' : parts.join(', ');
}
