import { changedPaths } from '../git/diffs.ts';
import { textFiles } from '../git/trees.ts';
import type { SimulatedJob, Simulation, SimulationInput } from '../options.ts';
import {
  nextId,
  timestamp,
  type JobRecord,
  type MergeRequestRecord,
  type PipelineRecord,
  type ProjectRecord,
  type State,
  type UserRecord,
} from '../state.ts';
import { createDeployment, findOrCreateEnvironment } from './environments.ts';

const noCommit = '0'.repeat(40);

interface BranchPush {
  readonly branch: string;
  readonly before: string | undefined;
  readonly after: string;
  readonly user: UserRecord;
}

interface PipelineStart {
  readonly sha: string;
  readonly beforeSha: string;
  readonly ref: string;
  readonly source: string;
  readonly user: UserRecord;
}

async function simulate(
  state: State,
  project: ProjectRecord,
  sha: string,
  input: Omit<SimulationInput, 'files' | 'defaultBranch'>,
): Promise<Simulation> {
  if (state.options.simulate === undefined) return { jobs: [], errors: [] };
  const files = await textFiles(project.repository, sha);
  if (!files.has('.gitlab-ci.yml')) return { jobs: [], errors: [] };
  return state.options.simulate({ ...input, files, defaultBranch: project.defaultBranch });
}

/** The pipeline that a push of a branch starts, when the simulator finds jobs or errors. */
export async function branchPipeline(state: State, project: ProjectRecord, push: BranchPush): Promise<void> {
  if (state.options.simulate === undefined) return;
  const changed =
    push.before === undefined ? undefined : await changedPaths(project.repository, push.before, push.after);
  const simulation = await simulate(state, project, push.after, {
    ref: push.branch,
    event: 'push',
    changedPaths: changed,
  });
  start(state, project, simulation, {
    sha: push.after,
    beforeSha: push.before ?? noCommit,
    ref: push.branch,
    source: 'push',
    user: push.user,
  });
}

/** The pipeline of a merge request's head; GitLab calls its ref `refs/merge-requests/:iid/head`. */
export async function mergeRequestPipeline(
  state: State,
  project: ProjectRecord,
  mergeRequest: MergeRequestRecord,
  user: UserRecord,
): Promise<void> {
  if (state.options.simulate === undefined) return;
  const changed = await changedPaths(project.repository, mergeRequest.targetBranch, mergeRequest.sha);
  const simulation = await simulate(state, project, mergeRequest.sha, {
    ref: mergeRequest.sourceBranch,
    event: 'merge_request_event',
    targetBranch: mergeRequest.targetBranch,
    changedPaths: changed,
  });
  start(state, project, simulation, {
    sha: mergeRequest.sha,
    beforeSha: noCommit,
    ref: `refs/merge-requests/${mergeRequest.iid}/head`,
    source: 'merge_request_event',
    user,
  });
}

function start(state: State, project: ProjectRecord, simulation: Simulation, from: PipelineStart): void {
  if (simulation.jobs.length === 0 && simulation.errors.length === 0) return;
  const failed = simulation.errors.length > 0;
  const { user, ...rest } = from;
  const pipeline: PipelineRecord = {
    ...rest,
    id: nextId(state),
    iid: project.pipelines.length + 1,
    userId: user.id,
    createdAt: timestamp(state),
    updatedAt: timestamp(state),
    yamlErrors: failed ? simulation.errors.join('\n') : null,
    jobs: failed ? [] : simulation.jobs.map((job) => jobRecord(state, job)),
    status: failed ? 'failed' : 'created',
    startedAt: null,
    finishedAt: failed ? timestamp(state) : null,
  };
  project.pipelines.push(pipeline);
  if (!failed) {
    state.background.later(async () => {
      run(state, project, pipeline);
      await Promise.resolve();
    });
  }
}

function jobRecord(state: State, job: SimulatedJob): JobRecord {
  return {
    id: nextId(state),
    name: job.name,
    stage: job.stage,
    allowFailure: job.allowFailure,
    manual: job.when === 'manual',
    needs: job.needs,
    environment: job.environment,
    createdAt: timestamp(state),
    status: 'created',
    startedAt: null,
    finishedAt: null,
  };
}

/** Nothing is executed here: jobs that start by themselves succeed, manual ones wait, as do stages behind them. */
function run(state: State, project: ProjectRecord, pipeline: PipelineRecord): void {
  const at = timestamp(state);
  const blocking = pipeline.jobs.find((job) => job.manual && !job.allowFailure);
  const blockedFrom = blocking === undefined ? pipeline.jobs.length : pipeline.jobs.indexOf(blocking);
  for (const [index, job] of pipeline.jobs.entries()) {
    if (job.manual) job.status = 'manual';
    else if (index < blockedFrom) finishJob(state, project, pipeline, job);
  }
  pipeline.status = blocking === undefined ? 'success' : 'manual';
  pipeline.startedAt = at;
  pipeline.finishedAt = blocking === undefined ? at : null;
  pipeline.updatedAt = at;
}

function finishJob(state: State, project: ProjectRecord, pipeline: PipelineRecord, job: JobRecord): void {
  job.status = 'success';
  job.startedAt = timestamp(state);
  job.finishedAt = timestamp(state);
  if (job.environment === undefined || job.environment.includes('$')) return;
  createDeployment(state, project, {
    environment: findOrCreateEnvironment(state, project, { name: job.environment }),
    sha: pipeline.sha,
    ref: pipeline.ref,
    userId: pipeline.userId,
    status: 'success',
    jobId: job.id,
  });
}

/** The newest pipeline for a merge request's head, its own before the branch's. */
export function headPipeline(project: ProjectRecord, mergeRequest: MergeRequestRecord): PipelineRecord | undefined {
  const ofHead = project.pipelines.filter((pipeline) => pipeline.sha === mergeRequest.sha);
  return (
    ofHead.findLast((pipeline) => pipeline.ref === `refs/merge-requests/${mergeRequest.iid}/head`) ??
    ofHead.findLast((pipeline) => pipeline.ref === mergeRequest.sourceBranch)
  );
}
