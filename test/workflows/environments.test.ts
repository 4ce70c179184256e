import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { neverCancelled } from '../../server/src/base/cancellation.ts';
import type { Result } from '../../server/src/base/result.ts';
import type { Environment, EnvironmentsResult } from '../../server/src/lsp/protocol.ts';
import { listEnvironments } from '../../server/src/workflows/environments.ts';
import { listMergeRequests } from '../../server/src/workflows/merge-requests.ts';
import { git } from '../gitlab/git/run.ts';
import { accountsOf, startBench, type Bench } from './bench.ts';

let bench: Bench;

beforeAll(async () => {
  bench = await startBench();
  const { gitlab, project, developer } = bench;
  const first = (await git(project.repository, ['rev-parse', 'main'])).trim();
  const newer = { branch: 'main', author: developer, files: { 'a.txt': '1' } };
  const second = await gitlab.commit(project, { ...newer, message: 'Two' });
  await gitlab.commit(project, { ...newer, message: 'Three', files: { 'a.txt': '2' } });
  const feature = await gitlab.commit(project, {
    branch: 'feature',
    message: 'F',
    author: developer,
    files: { b: '1' },
  });
  gitlab.createEnvironment(project, { name: 'staging', externalUrl: 'https://staging.example.com' });
  gitlab.createEnvironment(project, { name: 'empty' });
  const at = new Date('2026-01-15T10:00:00.000Z');
  gitlab.createDeployment(project, {
    environment: 'production',
    sha: first,
    ref: 'main',
    user: developer,
    status: 'success',
    at,
  });
  gitlab.createDeployment(project, {
    environment: 'production',
    sha: second,
    ref: 'main',
    user: developer,
    status: 'failed',
  });
  gitlab.createDeployment(project, {
    environment: 'staging',
    sha: feature,
    ref: 'feature',
    user: developer,
    status: 'success',
    at,
  });
  gitlab.createDeployment(project, {
    environment: 'staging',
    sha: feature,
    ref: 'feature',
    user: developer,
    status: 'running',
  });
  gitlab.createDeployment(project, {
    environment: 'lost',
    sha: 'f'.repeat(40),
    ref: 'main',
    user: developer,
    status: 'success',
    at,
  });
});

afterAll(() => bench.end());

function list(token: string | null = bench.tokens.developer): Promise<Result<EnvironmentsResult>> {
  return listEnvironments({ accounts: accountsOf(bench.gitlab.url, token) }, bench.target, neverCancelled);
}

async function named(name: string): Promise<Environment | undefined> {
  const listed = await list();
  return listed.ok ? listed.value.environments.find((environment) => environment.name === name) : undefined;
}

describe('environments', () => {
  it('have what is deployed, how far it is behind, and the failure after it', async () => {
    expect(await named('production')).toMatchObject({
      tier: 'production',
      state: 'available',
      deployment: {
        ref: 'main',
        status: 'success',
        by: 'Dan Developer',
        shortSha: expect.stringMatching(/^[0-9a-f]{8}$/u) as string,
      },
      commitsBehind: 2,
      flags: ['last deployment failed'],
    });
  });

  it('tell that another branch is deployed and that a deployment runs', async () => {
    expect(await named('staging')).toMatchObject({
      url: 'https://staging.example.com',
      flags: ['deployment in progress', `deployed from 'feature'`],
    });
  });

  it('without a deployment or with a lost commit are unknown, with the reason', async () => {
    expect(await named('empty')).toMatchObject({ behindUnknown: 'Nothing has been deployed yet.', flags: [] });
    expect(await named('lost')).toMatchObject({
      behindUnknown: expect.stringContaining('is not in the repository any more') as string,
    });
  });

  it('are sorted by tier', async () => {
    const listed = await list();
    expect(listed.ok ? listed.value.environments.map(({ name }) => name) : []).toEqual([
      'production',
      'staging',
      'empty',
      'lost',
    ]);
  });

  it('one that cannot be read does not hide the others', async () => {
    const id = bench.project.environments.find(({ name }) => name === 'production')?.id ?? 0;
    bench.gitlab.faults.add({ path: `/api/v4/projects/*/environments/${id}`, kind: 'status', status: 500 });
    const listed = await list();
    const environments = listed.ok ? listed.value.environments : [];
    expect(environments).toHaveLength(4);
    expect(environments[0]).toMatchObject({
      name: 'production',
      behindUnknown: expect.stringContaining('failed: 500 ') as string,
    });
    expect(environments[1]).toMatchObject({ name: 'staging', deployment: {} });
  });

  it('are a failure when nobody is signed in or the list cannot be had', async () => {
    expect(await list(null)).toMatchObject({ ok: false, problem: { code: 'unauthorized' } });
    bench.gitlab.faults.add({ path: '/api/v4/projects/*/environments', kind: 'status', status: 403 });
    expect(await list()).toMatchObject({ ok: false, problem: { code: 'forbidden' } });
  });
});

it('merge requests are listed with the state of their pipeline', async () => {
  const { gitlab, project, developer } = bench;
  await gitlab.createMergeRequest(project, developer, {
    title: 'Draft: F',
    sourceBranch: 'feature',
    targetBranch: 'main',
  });
  await gitlab.settle();
  const accounts = accountsOf(gitlab.url, bench.tokens.developer);
  expect(await listMergeRequests({ accounts }, bench.target, neverCancelled)).toMatchObject({
    ok: true,
    value: { mergeRequests: [{ title: 'Draft: F', isDraft: true, author: 'Dan Developer', state: 'opened' }] },
  });
});
