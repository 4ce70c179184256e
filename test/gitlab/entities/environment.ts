import { lastDeployment } from '../domain/environments.ts';
import { findCommit } from '../git/commits.ts';
import type { DeploymentRecord, EnvironmentRecord, ProjectRecord, State } from '../state.ts';
import { renderCommit } from './commit.ts';
import { renderJob } from './pipeline.ts';
import { renderSimpleProject } from './project.ts';
import { renderUserById } from './user.ts';

function renderEnvironmentBasics(environment: EnvironmentRecord): Record<string, unknown> {
  return {
    id: environment.id,
    name: environment.name,
    slug: environment.slug,
    external_url: environment.externalUrl,
    created_at: environment.createdAt,
    updated_at: environment.updatedAt,
  };
}

function renderEnvironmentFields(environment: EnvironmentRecord): Record<string, unknown> {
  return {
    ...renderEnvironmentBasics(environment),
    tier: environment.tier,
    state: environment.state,
    auto_stop_at: null,
    cluster_agent: null,
    kubernetes_namespace: null,
    flux_resource_path: null,
    description: environment.description,
    auto_stop_setting: 'always',
  };
}

/** List items have the project and no `last_deployment`. */
export function renderListedEnvironment(
  state: State,
  project: ProjectRecord,
  environment: EnvironmentRecord,
): Record<string, unknown> {
  return { ...renderEnvironmentFields(environment), project: renderSimpleProject(state, project) };
}

/** The single environment has `last_deployment`, the newest that succeeded, and no project. */
export async function renderEnvironment(
  state: State,
  project: ProjectRecord,
  environment: EnvironmentRecord,
): Promise<Record<string, unknown>> {
  const last = lastDeployment(project, environment);
  return {
    ...renderEnvironmentFields(environment),
    last_deployment: last === undefined ? null : await renderDeployment(state, project, last),
  };
}

export async function renderDeployment(
  state: State,
  project: ProjectRecord,
  deployment: DeploymentRecord,
): Promise<Record<string, unknown>> {
  const environment = project.environments.find((candidate) => candidate.id === deployment.environmentId);
  return {
    id: deployment.id,
    iid: deployment.iid,
    ref: deployment.ref,
    sha: deployment.sha,
    created_at: deployment.createdAt,
    updated_at: deployment.updatedAt,
    user: renderUserById(state, deployment.userId),
    environment: environment === undefined ? null : renderEnvironmentBasics(environment),
    deployable: await renderDeployable(state, project, deployment),
    status: deployment.status,
  };
}

async function renderDeployable(
  state: State,
  project: ProjectRecord,
  deployment: DeploymentRecord,
): Promise<Record<string, unknown> | null> {
  for (const pipeline of project.pipelines) {
    const job = pipeline.jobs.find((candidate) => candidate.id === deployment.jobId);
    if (job === undefined) continue;
    const commit = await findCommit(project.repository, pipeline.sha);
    const rendered = commit === undefined ? null : renderCommit(state, project, commit);
    return renderJob(state, job, { project, pipeline, commit: rendered });
  }
  return null;
}
