import { renderCommit } from '../entities/commit.ts';
import { renderBasicPipeline, renderJob, renderPipeline } from '../entities/pipeline.ts';
import { findCommit } from '../git/commits.ts';
import { json, notFound, refuseParameters, text, type Answer } from '../http/answer.ts';
import { optionalChoice, optionalList, optionalText, type Input } from '../http/input.ts';
import { paginate, paginateAsync } from '../http/pagination.ts';
import { segment, type ProjectCall, type Route } from '../http/router.ts';
import type { JobRecord, PipelineRecord } from '../state.ts';
import { projectRoute } from './project-route.ts';

const jobStatuses = [
  'canceled',
  'canceling',
  'created',
  'failed',
  'manual',
  'pending',
  'preparing',
  'running',
  'scheduled',
  'skipped',
  'success',
  'waiting_for_callback',
  'waiting_for_resource',
];

function findPipeline(call: ProjectCall): PipelineRecord {
  const id = segment(call, 'pipeline_id');
  if (!/^\d+$/u.test(id)) return refuseParameters(['pipeline_id is invalid']);
  return call.project.pipelines.find((candidate) => candidate.id === Number(id)) ?? notFound();
}

function listPipelines(call: ProjectCall): Answer {
  const { input, project } = call;
  const wanted = (['status', 'ref', 'sha', 'source'] as const).map(
    (name) => [name, optionalText(input, name)] as const,
  );
  const direction = (optionalChoice(input, 'sort', ['asc', 'desc']) ?? 'desc') === 'asc' ? 1 : -1;
  const found = project.pipelines
    .filter((pipeline) => wanted.every(([name, value]) => value === undefined || pipeline[name] === value))
    .sort((a, b) => direction * (a.id - b.id));
  return paginate(call, found, (pipeline) => renderBasicPipeline(call.state, project, pipeline));
}

function latestPipeline(call: ProjectCall): Answer {
  const ref = optionalText(call.input, 'ref') ?? call.project.defaultBranch;
  const pipeline = call.project.pipelines.findLast((candidate) => candidate.ref === ref);
  return pipeline === undefined ? notFound() : json(200, renderPipeline(call.state, call.project, pipeline));
}

/** The statuses asked for; refuses words that are none. */
function wantedStatuses(input: Input): readonly string[] {
  const scope = optionalList(input, 'scope') ?? jobStatuses;
  if (scope.some((status) => !jobStatuses.includes(status))) refuseParameters(['scope does not have a valid value']);
  return scope;
}

interface JobOfPipeline {
  readonly job: JobRecord;
  readonly pipeline: PipelineRecord;
}

async function render(call: ProjectCall, { job, pipeline }: JobOfPipeline): Promise<Record<string, unknown>> {
  const { state, project } = call;
  const commit = await findCommit(project.repository, pipeline.sha);
  const rendered = commit === undefined ? null : renderCommit(state, project, commit);
  return renderJob(state, job, { project, pipeline, commit: rendered });
}

function listJobs(call: ProjectCall, pipelines: readonly PipelineRecord[]): Promise<Answer> {
  const statuses = wantedStatuses(call.input);
  const jobs = pipelines
    .flatMap((pipeline) => pipeline.jobs.map((job) => ({ job, pipeline })))
    .filter(({ job }) => statuses.includes(job.status))
    .sort((a, b) => b.job.id - a.job.id);
  return paginateAsync(call, jobs, (job) => render(call, job), { totals: false });
}

function findJob(call: ProjectCall): JobOfPipeline {
  const id = Number(segment(call, 'job_id'));
  for (const pipeline of call.project.pipelines) {
    const job = pipeline.jobs.find((candidate) => candidate.id === id);
    if (job !== undefined) return { job, pipeline };
  }
  return notFound();
}

export const pipelineRoutes: readonly Route[] = [
  projectRoute('GET', '/pipelines', listPipelines),
  projectRoute('GET', '/pipelines/latest', latestPipeline),
  projectRoute('GET', '/pipelines/:pipeline_id', (call) =>
    json(200, renderPipeline(call.state, call.project, findPipeline(call))),
  ),
  projectRoute('GET', '/pipelines/:pipeline_id/jobs', (call) => listJobs(call, [findPipeline(call)])),
  projectRoute('GET', '/pipelines/:pipeline_id/bridges', (call) => {
    findPipeline(call);
    return paginate(call, [], (bridge) => bridge);
  }),
  projectRoute('GET', '/jobs', (call) => listJobs(call, call.project.pipelines)),
  projectRoute('GET', '/jobs/:job_id', async (call) => json(200, await render(call, findJob(call)))),
  projectRoute('GET', '/jobs/:job_id/trace', (call) => {
    const { job } = findJob(call);
    const output = job.finishedAt === null ? '' : `Nothing is executed here: job ${job.name} counts as done.\n`;
    return text(200, output, { 'Content-Disposition': `infile; filename="${job.id}.log"` });
  }),
];
