import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as contracts from './contracts.ts';
import { ask, startSample, type Sample } from './sample.ts';
import { hasSchemas, schemaChecks } from './schema-library.ts';
import type { Simulation } from './options.ts';

const jobs: Simulation = {
  jobs: [
    { name: 'build', stage: 'build', when: 'on_success', allowFailure: false, needs: [] },
    {
      name: 'deploy',
      stage: 'deploy',
      when: 'on_success',
      allowFailure: false,
      needs: ['build'],
      environment: 'production',
    },
  ],
  errors: [],
};

let sample: Sample;
const ids = { pipeline: 0, job: 0, environment: 0, deployment: 0 };

beforeAll(async () => {
  sample = await startSample({ simulate: () => jobs });
  const { gitlab, project: of, developer } = sample;
  const commitId = await gitlab.commit(of, {
    branch: 'feat/scale',
    message: 'Scale up\n\nThree are enough.\n\nChangelog: changed\n',
    author: developer,
    files: { 'deploy/base/deployment.yaml': 'kind: Deployment\nreplicas: 3\n' },
  });
  await gitlab.createMergeRequest(of, developer, {
    title: 'Scale up',
    sourceBranch: 'feat/scale',
    targetBranch: 'main',
  });
  await gitlab.settle();
  ids.pipeline = of.pipelines[0]?.id ?? 0;
  ids.job = of.pipelines[0]?.jobs[1]?.id ?? 0;
  ids.environment = of.environments[0]?.id ?? 0;
  ids.deployment = gitlab.createDeployment(of, { environment: 'production', sha: commitId, user: developer }).id;
});

afterAll(async () => {
  expect(sample.gitlab.internalErrors).toEqual([]);
  await sample.gitlab.stop();
});

const base = '/projects/platform%2Fshop%2Fgitops';

interface Entity {
  readonly path: string;
  readonly contract: contracts.Contract;
  /** GitLab's schema of the entity, used when it is there. */
  readonly schema?: string;
  /** The field of the answer that holds the entities. */
  readonly within?: string;
}

/** Built late, because ids are known only then. */
const entities: Readonly<Record<string, () => Entity>> = {
  user: () => ({ path: '/user', contract: contracts.user, schema: 'user/basic' }),
  token: () => ({ path: '/personal_access_tokens/self', contract: contracts.token }),
  metadata: () => ({
    path: '/metadata',
    contract: { version: 'string', revision: 'string', kas: 'object', enterprise: 'boolean' },
    schema: 'metadata',
  }),
  project: () => ({ path: base, contract: contracts.project, schema: 'project' }),
  'listed project': () => ({ path: '/projects?membership=true', contract: contracts.project, schema: 'project' }),
  'simple project': () => ({ path: '/projects?simple=true', contract: contracts.simpleProject, schema: 'project' }),
  member: () => ({
    path: `${base}/members/all`,
    contract: { ...contracts.user, access_level: 'integer', expires_at: 'string|null' },
    schema: 'user/basic',
  }),
  'group of a project': () => ({ path: `${base}/groups`, contract: contracts.publicGroup }),
  group: () => ({ path: '/groups', contract: { ...contracts.publicGroup, path: 'string', parent_id: 'integer|null' } }),
  branch: () => ({ path: `${base}/repository/branches/feat%2Fscale`, contract: contracts.branch, schema: 'branch' }),
  'listed branch': () => ({ path: `${base}/repository/branches`, contract: contracts.branch, schema: 'branch' }),
  'listed commit': () => ({ path: `${base}/repository/commits`, contract: contracts.commit, schema: 'commit/basic' }),
  commit: () => ({
    path: `${base}/repository/commits/feat%2Fscale`,
    contract: contracts.commitDetail,
    schema: 'commit/detail',
  }),
  'diff of a commit': () => ({ path: `${base}/repository/commits/feat%2Fscale/diff`, contract: contracts.diff }),
  'diff of a comparison': () => ({
    path: `${base}/repository/compare?from=main&to=feat%2Fscale`,
    contract: contracts.diff,
    within: 'diffs',
  }),
  'merge base': () => ({
    path: `${base}/repository/merge_base?refs[]=main&refs[]=feat%2Fscale`,
    contract: contracts.commit,
    schema: 'commit/basic',
  }),
  'tree entry': () => ({
    path: `${base}/repository/tree?recursive=true`,
    contract: { id: 'string', name: 'string', type: 'string', path: 'string', mode: 'string' },
  }),
  file: () => ({ path: `${base}/repository/files/deploy%2Fbase%2Fservice.yaml?ref=main`, contract: contracts.file }),
  'merge request': () => ({
    path: `${base}/merge_requests/1`,
    contract: { ...contracts.listedMergeRequest, ...contracts.onlySingle },
    schema: 'merge_request',
  }),
  'listed merge request': () => ({
    path: `${base}/merge_requests`,
    contract: contracts.listedMergeRequest,
    schema: 'merge_request',
  }),
  pipeline: () => ({
    path: `${base}/pipelines/${ids.pipeline}`,
    contract: contracts.pipeline,
    schema: 'pipeline/detail',
  }),
  'listed pipeline': () => ({ path: `${base}/pipelines`, contract: contracts.pipelineBasic, schema: 'pipeline/basic' }),
  job: () => ({ path: `${base}/jobs/${ids.job}`, contract: contracts.job, schema: 'job' }),
  'job of a pipeline': () => ({
    path: `${base}/pipelines/${ids.pipeline}/jobs`,
    contract: contracts.job,
    schema: 'job',
  }),
  environment: () => ({
    path: `${base}/environments/${ids.environment}`,
    contract: { ...contracts.environment, last_deployment: 'object' },
    schema: 'environment',
  }),
  'listed environment': () => ({
    path: `${base}/environments`,
    contract: { ...contracts.environment, project: 'object' },
    schema: 'environment',
  }),
  deployment: () => ({
    path: `${base}/deployments/${ids.deployment}`,
    contract: { ...contracts.deployment, deployable: 'null' },
    schema: 'deployment',
  }),
  'listed deployment': () => ({
    path: `${base}/deployments?sort=asc`,
    contract: contracts.deployment,
    schema: 'deployment',
  }),
};

async function receive(name: string): Promise<{ entity: Entity; items: readonly unknown[] }> {
  const entity = entities[name]?.();
  if (entity === undefined) throw new Error(`no entity ${name}`);
  const { status, body } = await ask(sample.gitlab, sample.tokens.maintainer, entity.path);
  expect(status).toBe(200);
  const found = entity.within === undefined ? body : (body as Record<string, unknown>)[entity.within];
  const items = Array.isArray(found) ? (found as unknown[]) : [found];
  expect(items.length).toBeGreaterThan(0);
  return { entity, items };
}

describe('entities', () => {
  it.each(Object.keys(entities))('%s has the keys and types of its contract', async (name) => {
    const { entity, items } = await receive(name);
    for (const item of items) expect(contracts.breaches(entity.contract, item)).toEqual([]);
  });

  it('of lists leave out what only single ones have', async () => {
    const mergeRequest = (await receive('listed merge request')).items[0] as Record<string, unknown>;
    expect(Object.keys(contracts.onlySingle).filter((key) => key in mergeRequest)).toEqual([]);
    const listed = (await receive('listed environment')).items[0] as Record<string, unknown>;
    expect(listed).not.toHaveProperty('last_deployment');
    const single = (await receive('environment')).items[0] as Record<string, unknown>;
    expect(single).not.toHaveProperty('project');
  });
});

// Generated only when GitLab's schemas lie beside the project; the contracts above hold without them.
const withSchema = hasSchemas ? Object.keys(entities).filter((name) => entities[name]?.().schema !== undefined) : [];

for (const name of withSchema) {
  describe('GitLab’s own schema', () => {
    it(`accepts ${name}`, async () => {
      const check = schemaChecks();
      const { entity, items } = await receive(name);
      for (const item of items) expect(check(entity.schema ?? '', item)).toEqual([]);
    });
  });
}
