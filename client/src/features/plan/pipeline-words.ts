import type { PipelineScenario, PlannedJob } from '../../../../server/src/lsp/protocol.ts';
import { counted } from '../../infrastructure/counted.ts';

/** False for what the pipeline would not have: a job that the change takes away, one that its rules leave out. */
export function isInPipeline(job: PlannedJob): boolean {
  return job.change !== 'removed' && job.outcome !== 'excluded';
}

/** `5 jobs, 1 added, 2 removed`. */
export function describeScenario(scenario: PipelineScenario): string {
  if (!scenario.created) return `no pipeline${scenario.reason === undefined ? '' : `: ${scenario.reason}`}`;
  const running = scenario.jobs.filter(isInPipeline).length;
  const counts = (['added', 'removed', 'changed'] as const)
    .map((change) => [scenario.jobs.filter((job) => job.change === change).length, change] as const)
    .filter(([number]) => number > 0)
    .map(([number, change]) => `${number} ${change}`);
  return [counted(running, 'job'), ...counts].join(', ');
}

const outcomeWords: Readonly<Record<PlannedJob['outcome'], string>> = {
  runs: 'runs',
  manual: 'waits for a click (manual)',
  delayed: 'runs delayed',
  maybe: 'may run',
  excluded: 'does not run',
};

/** What becomes of a job, as the end of a sentence. */
export function describeOutcome(job: PlannedJob): string {
  return job.change === 'removed' ? 'no longer runs' : outcomeWords[job.outcome];
}
