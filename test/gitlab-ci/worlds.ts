import type { PipelineEvent } from '../../server/src/languages/gitlab-ci/index.ts';
import { simulateFiles } from './simulate-files.ts';

/** Events with their refs: every kind that `only` and `except` tell apart. */
export const STARTS: readonly (readonly [PipelineEvent, string])[] = [
  ['push', 'main'],
  ['push', 'feature/a'],
  ['push', 'v1'],
  ['tag', 'v1'],
  ['tag', 'main'],
  ['merge_request_event', 'feature/a'],
  ['schedule', 'main'],
  ['web', 'feature/a'],
  ['web', 'v1'],
  ['api', 'main'],
  ['trigger', 'main'],
  ['pipeline', 'main'],
  ['parent_pipeline', 'main'],
];
export const VARIABLES = [{}, { A: '1', B: '2' }, { C: 'c', B: '1' }, { A: '', B: '1' }, { A: '1', B: '1', C: 'd' }];
export const CHANGES = [['src/a/b.rb'], ['doc/a', 'src/a'], ['read.md'], 'all'] as const;

/** What a pipeline depends on beside its text. */
export interface World {
  readonly start: (typeof STARTS)[number];
  readonly variables: Readonly<Record<string, string>>;
  readonly changedPaths: (typeof CHANGES)[number];
}

/** What becomes of the job called `job` in a world, in a line of text, and what GitLab refuses. */
export function outcomeIn(
  text: string,
  { start: [event, ref], variables, changedPaths }: World,
): { readonly line: string; readonly errors: readonly string[] } {
  const { jobs, errors } = simulateFiles(
    { '.gitlab-ci.yml': text },
    { event, ref, targetBranch: 'main', changedPaths, variables, otherVariables: 'unset' },
  );
  const job = jobs.find(({ name }) => name === 'job');
  const outcome = job === undefined ? 'no' : `${job.outcome} ${job.when} ${String(job.allowFailure)}`;
  return { line: `${event} ${ref} ${JSON.stringify(variables)} ${String(changedPaths)}: ${outcome}`, errors };
}
