import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGitLab, type TestGitLab } from '../index.ts';
import { ask } from '../sample.ts';
import { seedDemo, type Demo } from './demo.ts';

let gitlab: TestGitLab;
let demo: Demo;

beforeAll(async () => {
  gitlab = await startGitLab({ backgroundDelay: 'never' });
  demo = await seedDemo(gitlab);
});

afterAll(async () => {
  expect(gitlab.internalErrors).toEqual([]);
  await gitlab.stop();
});

async function get(path: string): Promise<unknown> {
  const { status, body } = await ask(gitlab, demo.token, `/projects/shop%2Fgitops${path}`);
  expect(status).toBe(200);
  return body;
}

interface Deployed {
  readonly last_deployment: { readonly sha: string; readonly user: { readonly name: string } };
}

async function deployedTo(environment: string): Promise<Deployed['last_deployment']> {
  const [listed] = (await get(`/environments?name=${environment}`)) as { id: number }[];
  return ((await get(`/environments/${String(listed?.id)}`)) as Deployed).last_deployment;
}

describe('the demo’s project', () => {
  it('has staging level with main and production three commits behind', async () => {
    const { sha: staging } = await deployedTo('staging');
    const { sha: production, user } = await deployedTo('production');
    expect(await get(`/repository/compare?from=${staging}&to=main`)).toMatchObject({ commits: [] });
    const behind = (await get(`/repository/compare?from=${production}&to=main`)) as { commits: unknown[] };
    expect(behind.commits).toHaveLength(3);
    expect(user.name).toBe('Maria Maas');
  });

  it('has an open merge request by somebody else', async () => {
    expect(await get('/merge_requests?state=opened')).toMatchObject([
      { iid: 1, author: { username: 'ben' }, detailed_merge_status: 'mergeable' },
    ]);
  });

  it('lets the demo’s user push branches, and main only to maintainers', async () => {
    expect(await get('')).toMatchObject({ permissions: { project_access: { access_level: 30 } } });
    expect(await get('/repository/branches/main')).toMatchObject({ protected: true, can_push: false });
  });
});
