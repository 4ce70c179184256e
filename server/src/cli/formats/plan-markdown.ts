import type { PlannedChanges } from '../../workflows/plan-changes.ts';
import { cell } from './markdown.ts';
import { isChanged, jobSummary, objectSummary } from './plan-text.ts';

/** Tables of the changed objects and jobs, for the description of a merge request or a comment. */
export function planMarkdown({ base, objects, pipelines, notChecked }: PlannedChanges): string {
  const objectRows = objects.map(
    ({ name, change, paths }) => `| ${change} | ${cell(name)} | ${paths.map(cell).join(', ')} |`,
  );
  const objectTable = ['', '| change | object | fields |', '|---|---|---|', ...objectRows];
  const scenarios = pipelines.flatMap((pipeline) => pipeline.scenarios);
  const lines = [
    `## Plan against ${cell(base)}`,
    '',
    objectSummary(objects),
    ...(objects.length === 0 ? [] : objectTable),
    ...scenarios.flatMap(({ name, created, reason, jobs }) => {
      const rows = jobs
        .filter(isChanged)
        .map((job) => `| ${job.change} | ${cell(job.name)} | ${job.outcome} | ${cell(job.because)} |`);
      const table = ['', '| change | job | outcome | because |', '|---|---|---|---|', ...rows];
      const summary = created ? jobSummary(jobs) : `No pipeline: ${cell(reason ?? 'the rules allow none')}`;
      return ['', `### ${cell(name)}`, '', summary, ...(rows.length === 0 ? [] : table)];
    }),
    ...(notChecked.length === 0 ? [] : ['', 'Not planned:', '', ...notChecked.map((note) => `- ${cell(note)}`)]),
  ];
  return lines.map((line) => `${line}\n`).join('');
}
