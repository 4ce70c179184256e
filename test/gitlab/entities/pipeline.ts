import { userById, type JobRecord, type PipelineRecord, type ProjectRecord, type State } from '../state.ts';
import { projectUrl } from './project.ts';
import { renderPublicUser, renderUserById } from './user.ts';

export function renderBasicPipeline(
  state: State,
  project: ProjectRecord,
  pipeline: PipelineRecord,
): Record<string, unknown> {
  return {
    id: pipeline.id,
    iid: pipeline.iid,
    project_id: project.id,
    sha: pipeline.sha,
    ref: pipeline.ref,
    status: pipeline.status,
    source: pipeline.source,
    created_at: pipeline.createdAt,
    updated_at: pipeline.updatedAt,
    web_url: `${projectUrl(state, project)}/-/pipelines/${pipeline.id}`,
    name: null,
  };
}

function detailedStatus(project: ProjectRecord, pipeline: PipelineRecord): Record<string, unknown> {
  const text = pipeline.status === 'success' ? 'Passed' : pipeline.status;
  return {
    icon: `status_${pipeline.status}`,
    text,
    label: text.toLowerCase(),
    group: pipeline.status,
    tooltip: text.toLowerCase(),
    has_details: true,
    details_path: `/${project.path}/-/pipelines/${pipeline.id}`,
    illustration: null,
    favicon: `/assets/ci_favicons/favicon_status_${pipeline.status}.png`,
  };
}

export function renderPipeline(
  state: State,
  project: ProjectRecord,
  pipeline: PipelineRecord,
): Record<string, unknown> {
  return {
    ...renderBasicPipeline(state, project, pipeline),
    before_sha: pipeline.beforeSha,
    tag: false,
    yaml_errors: pipeline.yamlErrors,
    user: renderUserById(state, pipeline.userId),
    started_at: pipeline.startedAt,
    finished_at: pipeline.finishedAt,
    committed_at: null,
    duration: pipeline.finishedAt === null ? null : 0,
    queued_duration: pipeline.startedAt === null ? null : 0,
    coverage: null,
    detailed_status: detailedStatus(project, pipeline),
    archived: false,
  };
}

interface JobContext {
  readonly project: ProjectRecord;
  readonly pipeline: PipelineRecord;
  /** The rendered commit of the pipeline. */
  readonly commit: Record<string, unknown> | null;
}

export function renderJob(state: State, job: JobRecord, context: JobContext): Record<string, unknown> {
  const { project, pipeline, commit } = context;
  return {
    id: job.id,
    status: job.status,
    stage: job.stage,
    name: job.name,
    ref: pipeline.ref,
    tag: false,
    coverage: null,
    allow_failure: job.allowFailure,
    created_at: job.createdAt,
    started_at: job.startedAt,
    finished_at: job.finishedAt,
    erased_at: null,
    duration: job.finishedAt === null ? null : 0,
    queued_duration: job.startedAt === null ? null : 0,
    user: renderPublicUser(state, userById(state, pipeline.userId)),
    commit,
    pipeline: renderBasicPipeline(state, project, pipeline),
    web_url: `${projectUrl(state, project)}/-/jobs/${job.id}`,
    project: { ci_job_token_scope_enabled: false },
    artifacts: [],
    runner: null,
    runner_manager: null,
    artifacts_expire_at: null,
    archived: false,
    tag_list: [],
  };
}
