import type { PipelineSimulation } from '../../workflows/simulate-pipeline.ts';

type Pipeline = PipelineSimulation['pipeline'];
type Child = NonNullable<Pipeline['jobs'][number]['child']>;

/**
 * One line of JSON; the shape is part of the CLI's interface, `version` counts its breaking changes. With a job's name
 * only what is said of that job.
 */
export function pipelineJson(simulation: PipelineSimulation, job?: string): string {
  const { pipeline, event, ref, targetBranch, entry, changes, locate, errors, warnings } = simulation;
  const { created, reason, name, stages, jobs, excluded, unknown } = pipeline;
  const isAsked = (one: { readonly name: string; readonly job?: string }): boolean =>
    job === undefined || one.name === job || one.job === job;
  return `${JSON.stringify({
    version: 1,
    valid: pipeline.errors.length === 0,
    created,
    reason,
    name,
    errors: errors.map(inOurWords),
    warnings: warnings.map(inOurWords),
    stages,
    jobs: jobs.filter(isAsked).map((one) => jobOf(one, locate)),
    excluded: excluded.filter(isAsked).map((one) => ({ name: one.name, because: locate(one.because) })),
    unknown: unknown.filter(isAsked).map((one) => ({ name: one.name, because: { text: one.because } })),
    scenario: { file: entry, event, ref, target: targetBranch, changes },
  })}\n`;
}

function inOurWords(said: PipelineSimulation['errors'][number]): object {
  return { message: `GitLab says: ${said.gitlab}`, ...said };
}

function jobOf(job: Pipeline['jobs'][number], locate: PipelineSimulation['locate']): object {
  const { name, stage, when, allowFailure, needs, environment, because, startIn, outcome, triggers } = job;
  return {
    name,
    stage,
    when,
    allowFailure,
    needs: needs ?? [],
    // GitLab's own words: without `needs` a job waits for the earlier stages, with `needs: []` for nothing.
    schedulingType: needs === undefined ? 'stage' : 'dag',
    environment,
    because: locate(because),
    job: job.job,
    outcome,
    startIn,
    triggers,
    child: job.child && childOf(job.child, locate),
  };
}

/** The child pipeline that a job starts; `notKnown` says why nothing is known of it. */
function childOf({ source, pipeline, unknown }: Child, locate: PipelineSimulation['locate']): object {
  return {
    source,
    notKnown: unknown,
    unknown: pipeline?.unknown.map(({ name, because }) => ({ name, because: { text: because } })),
    created: pipeline?.created,
    reason: pipeline?.reason,
    errors: pipeline?.errors,
    stages: pipeline?.stages,
    jobs: pipeline?.jobs.map((one) => jobOf(one, locate)),
  };
}
