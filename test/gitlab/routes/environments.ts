import { createDeployment, createEnvironment, findOrCreateEnvironment } from '../domain/environments.ts';
import { renderDeployment, renderEnvironment, renderListedEnvironment } from '../entities/environment.ts';
import { resolve } from '../git/commits.ts';
import { badRequest, empty, forbidden, json, notFound, refuse, refuseParameters, type Answer } from '../http/answer.ts';
import { requireRole } from '../http/authentication.ts';
import {
  optionalChoice,
  optionalFlag,
  optionalText,
  requiredText,
  requireParameters,
  type Input,
} from '../http/input.ts';
import { paginate, paginateAsync } from '../http/pagination.ts';
import { segment, type ProjectCall, type Route } from '../http/router.ts';
import { timestamp, type DeploymentRecord, type EnvironmentRecord } from '../state.ts';
import { projectRoute } from './project-route.ts';

const tiers = ['production', 'staging', 'testing', 'development', 'other'];

function findEnvironment(call: ProjectCall): EnvironmentRecord {
  const id = segment(call, 'environment_id');
  if (!/^\d+$/u.test(id)) return refuseParameters(['environment_id is invalid']);
  return call.project.environments.find((candidate) => candidate.id === Number(id)) ?? notFound();
}

function listEnvironments(call: ProjectCall): Answer {
  const { input, project, state } = call;
  const name = optionalText(input, 'name');
  const search = optionalText(input, 'search');
  const wanted = optionalChoice(input, 'states', ['available', 'stopping', 'stopped']);
  if (name !== undefined && search !== undefined) refuseParameters(['name, search cannot be used together']);
  if (search !== undefined && search.length < 3) badRequest('Search query is less than 3 characters');
  const found = project.environments.filter(
    (environment) =>
      (name === undefined || environment.name === name) &&
      (search === undefined || environment.name.toLowerCase().startsWith(search.toLowerCase())) &&
      (wanted === undefined || environment.state === wanted),
  );
  return paginate(call, found, (environment) => renderListedEnvironment(state, project, environment));
}

function checkedTier(input: Input): string | undefined {
  return optionalChoice(input, 'tier', tiers);
}

async function create(call: ProjectCall): Promise<Answer> {
  const { input, project, state } = call;
  requireParameters(input, 'name');
  requireRole(call, 'developer');
  if (input['slug'] !== undefined) refuseParameters(['slug is automatically generated and cannot be changed']);
  const name = requiredText(input, 'name');
  if (project.environments.some((environment) => environment.name === name)) {
    refuse(400, { name: ['has already been taken'] });
  }
  const tier = checkedTier(input);
  const environment = createEnvironment(state, project, {
    name,
    externalUrl: optionalText(input, 'external_url') ?? null,
    description: optionalText(input, 'description') ?? null,
    ...(tier === undefined ? {} : { tier }),
  });
  return json(201, await renderEnvironment(state, project, environment));
}

async function update(call: ProjectCall): Promise<Answer> {
  requireRole(call, 'developer');
  const environment = findEnvironment(call);
  environment.externalUrl = optionalText(call.input, 'external_url') ?? environment.externalUrl;
  environment.description = optionalText(call.input, 'description') ?? environment.description;
  environment.tier = checkedTier(call.input) ?? environment.tier;
  environment.updatedAt = timestamp(call.state);
  return json(200, await renderEnvironment(call.state, call.project, environment));
}

async function stop(call: ProjectCall): Promise<Answer> {
  requireRole(call, 'developer');
  const environment = findEnvironment(call);
  environment.state = 'stopped';
  environment.updatedAt = timestamp(call.state);
  return json(200, await renderEnvironment(call.state, call.project, environment));
}

function remove(call: ProjectCall): Answer {
  requireRole(call, 'developer');
  const environment = findEnvironment(call);
  if (environment.state !== 'stopped') forbidden();
  call.project.environments.splice(call.project.environments.indexOf(environment), 1);
  return empty(204);
}

const orders = ['id', 'iid', 'created_at', 'updated_at', 'finished_at', 'ref'] as const;

function sortKey(deployment: DeploymentRecord, order: (typeof orders)[number]): string | number {
  if (order === 'created_at') return deployment.createdAt;
  if (order === 'updated_at' || order === 'finished_at') return deployment.updatedAt;
  return deployment[order];
}

function listDeployments(call: ProjectCall): Promise<Answer> {
  const { input, project, state } = call;
  const name = optionalText(input, 'environment');
  const environment = project.environments.find((candidate) => candidate.name === name);
  const statuses = ['created', 'running', 'success', 'failed', 'canceled', 'skipped', 'blocked'];
  const status = optionalChoice(input, 'status', statuses);
  const order = optionalChoice(input, 'order_by', orders) ?? 'id';
  const direction = (optionalChoice(input, 'sort', ['asc', 'desc']) ?? 'asc') === 'asc' ? 1 : -1;
  const found = project.deployments
    .filter((deployment) => name === undefined || deployment.environmentId === environment?.id)
    .filter((deployment) => status === undefined || deployment.status === status)
    .sort((a, b) => (sortKey(a, order) < sortKey(b, order) ? -direction : direction));
  return paginateAsync(call, found, (deployment) => renderDeployment(state, project, deployment));
}

async function showDeployment(call: ProjectCall): Promise<Answer> {
  const id = Number(segment(call, 'deployment_id'));
  const deployment = call.project.deployments.find((candidate) => candidate.id === id);
  return deployment === undefined
    ? notFound()
    : json(200, await renderDeployment(call.state, call.project, deployment));
}

async function deploy(call: ProjectCall): Promise<Answer> {
  const { input, project, state } = call;
  requireParameters(input, 'environment', 'sha', 'ref', 'tag', 'status');
  requireRole(call, 'developer');
  const status = optionalChoice(input, 'status', ['running', 'success', 'failed', 'canceled']) ?? 'success';
  const sha = await resolve(project.repository, requiredText(input, 'sha'));
  if (sha === undefined) return refuse(400, { sha: ['The commit does not exist'] });
  const deployment = createDeployment(state, project, {
    environment: findOrCreateEnvironment(state, project, { name: requiredText(input, 'environment') }),
    sha,
    ref: requiredText(input, 'ref'),
    tag: optionalFlag(input, 'tag') ?? false,
    userId: call.user.id,
    status,
  });
  return json(201, await renderDeployment(state, project, deployment));
}

export const environmentRoutes: readonly Route[] = [
  projectRoute('GET', '/environments', listEnvironments),
  projectRoute('POST', '/environments', create),
  projectRoute('GET', '/environments/:environment_id', async (call) =>
    json(200, await renderEnvironment(call.state, call.project, findEnvironment(call))),
  ),
  projectRoute('PUT', '/environments/:environment_id', update),
  projectRoute('DELETE', '/environments/:environment_id', remove),
  projectRoute('POST', '/environments/:environment_id/stop', stop),
  projectRoute('GET', '/deployments', listDeployments),
  projectRoute('POST', '/deployments', deploy),
  projectRoute('GET', '/deployments/:deployment_id', showDeployment),
];
