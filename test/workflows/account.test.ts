import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { neverCancelled } from '../../server/src/base/cancellation.ts';
import { createGit } from '../../server/src/io/git/git.ts';
import { createAccounts, type Accounts } from '../../server/src/workflows/accounts.ts';
import { findProjects } from '../../server/src/workflows/find-projects.ts';
import { openMergeRequest } from '../../server/src/workflows/open-merge-request.ts';
import { instanceUrl, signIn } from '../../server/src/workflows/sign-in.ts';
import { accountsOf, caller, connectGitLab, portsFor, startBench, type Bench } from './bench.ts';
import { expectNoToken, requestFor } from './scenario.ts';

let bench: Bench;

beforeAll(async () => {
  bench = await startBench();
});

afterAll(() => bench.end());

function noAccounts(): Accounts {
  return createAccounts({ connectGitLab, readToken: () => Promise.resolve(null) });
}

function signInWith(token: string, accounts = noAccounts(), instance = bench.gitlab.url): ReturnType<typeof signIn> {
  return signIn({ connectGitLab, accounts }, { instance, token }, neverCancelled);
}

describe('signing in', () => {
  it('checks the token and keeps the account', async () => {
    const accounts = noAccounts();
    expect(await signInWith(`  ${bench.tokens.developer}\n`, accounts, `${bench.gitlab.url}/users/sign_in/`)).toEqual({
      ok: true,
      value: { instance: bench.gitlab.url, username: 'dan', name: 'Dan Developer', scopes: ['api'], limits: [] },
    });
    expect(accounts.instances()).toEqual([bench.gitlab.url]);
    expect(await accounts.connect(bench.gitlab.url)).toMatchObject({ ok: true });
    accounts.forget(bench.gitlab.url);
    expect(await accounts.connect(bench.gitlab.url)).toMatchObject({ ok: false, problem: { code: 'unauthorized' } });
  });

  it('tells what a token that only reads cannot do', async () => {
    const token = bench.gitlab.createToken(bench.developer, { scopes: ['read_api'], expiresAt: '2026-12-31' });
    expect(await signInWith(token)).toMatchObject({
      ok: true,
      value: { expiresAt: '2026-12-31', limits: [expect.stringContaining('cannot push') as string] },
    });
  });

  it.each([
    ['that is unknown', (): string => 'glpat-unknown', /not accepted/u],
    ['that is revoked', (): string => bench.gitlab.createToken(bench.developer, { revoked: true }), /was revoked/u],
    [
      'that has expired',
      (): string => bench.gitlab.createToken(bench.developer, { expiresAt: '2026-01-01' }),
      /has expired/u,
    ],
    [
      'without scopes',
      (): string => bench.gitlab.createToken(bench.developer, { scopes: [] }),
      /neither the scope api nor read_api/u,
    ],
    [
      'for something else',
      (): string => bench.gitlab.createToken(bench.developer, { scopes: ['k8s_proxy'] }),
      /neither the scope api/u,
    ],
    ['that is empty', (): string => ' ', /no access token/u],
    ['with a line break inside', (): string => 'glpat-a\r\nX-Evil: 1', /no access token/u],
  ])('refuses a token %s, and does not repeat it', async (_, make, says) => {
    const accounts = noAccounts();
    const secret = make();
    const outcome = await signInWith(secret, accounts);
    expect(outcome.ok ? '' : outcome.problem.message).toMatch(says);
    expect(outcome.ok ? '' : outcome.problem.action).toBeTruthy();
    if (secret.length > 5) expect(JSON.stringify(outcome)).not.toContain(secret);
    expect(accounts.instances()).toEqual([]);
  });

  it('says that nobody answers, and that something else answers', async () => {
    expect(await signInWith('glpat-x', noAccounts(), 'http://127.0.0.1:9')).toMatchObject({
      ok: false,
      problem: { code: 'offline', message: `'http://127.0.0.1:9' cannot be reached.` },
    });
    bench.gitlab.faults.add({ path: '/api/v4/personal_access_tokens/self', kind: 'html', status: 200 });
    expect(await signInWith(bench.tokens.developer)).toMatchObject({ ok: false, problem: { code: 'refused' } });
  });

  it.each([
    ['gitlab.com', 'https://gitlab.com'],
    [' https://gitlab.example.com/ ', 'https://gitlab.example.com'],
    ['https://example.com/gitlab/api/v4', 'https://example.com/gitlab'],
    ['https://example.com/gitlab/-/user_settings/personal_access_tokens', 'https://example.com/gitlab'],
    ['http://localhost:8080/users/sign_in?x=1', 'http://localhost:8080'],
  ])('reads %j as %s', (typed, instance) => {
    expect(instanceUrl(typed)).toEqual({ ok: true, value: instance });
  });

  it.each(['', 'ftp://example.com', 'https://', 'not a host'])('refuses %j as an instance', (typed) => {
    expect(instanceUrl(typed)).toMatchObject({ ok: false, problem: { code: 'invalid' } });
  });
});

describe('finding the project', () => {
  async function find(
    url: string,
    accounts = accountsOf(bench.gitlab.url, bench.tokens.developer),
  ): ReturnType<typeof findProjects> {
    await bench.git('remote', 'set-url', 'origin', url);
    return findProjects({ git: createGit(() => 'git'), accounts }, bench.clone, neverCancelled);
  }

  it('finds it by an HTTP remote, with and without credentials and ending', async () => {
    const { url } = bench.gitlab;
    for (const remote of [
      `${url}/platform/shop/gitops.git`,
      `${url}/platform/shop/gitops/`,
      `${url.replace('://', '://dan:secret@')}/platform/shop/gitops.git`,
    ]) {
      const found = await find(remote);
      expect(found).toMatchObject({
        ok: true,
        value: { projects: [bench.target], chosen: bench.project.id, unknownInstances: [] },
      });
      expect(JSON.stringify(found)).not.toContain('secret');
    }
  });

  it.each([
    'git@127.0.0.1:platform/shop/gitops.git',
    'ssh://git@127.0.0.1:2222/platform/shop/gitops.git',
    'gl:platform/shop/gitops.git',
  ])('finds it by the SSH remote %s', async (remote) => {
    await bench.git('config', 'url.git@127.0.0.1:.insteadOf', 'gl:');
    expect(await find(remote)).toMatchObject({ ok: true, value: { projects: [{ id: bench.project.id }] } });
  });

  it('names the instance to sign in to, and hosts that are no GitLab', async () => {
    expect(await find('git@gitlab.example.com:a/b.git', noAccounts())).toMatchObject({
      ok: true,
      value: { projects: [], unknownInstances: ['https://gitlab.example.com'] },
    });
    expect(await find('https://github.com/a/b.git')).toMatchObject({
      ok: true,
      value: { unknownInstances: [], notes: [expect.stringContaining('no GitLab') as string] },
    });
    expect(await find('/srv/git/b.git')).toMatchObject({ ok: true, value: { projects: [], unknownInstances: [] } });
  });

  it('says why a project of the instance is not shown', async () => {
    const found = await find(
      `${bench.gitlab.url}/platform/shop/gitops.git`,
      accountsOf(bench.gitlab.url, bench.tokens.outsider),
    );
    expect(found).toMatchObject({
      ok: true,
      value: { projects: [], notes: [expect.stringContaining('or you may not see it') as string] },
    });
  });
});

describe('a project that has moved', () => {
  it('is found by its former path, the new address is told, and a merge request goes to it', async () => {
    await bench.git('remote', 'set-url', 'origin', `${bench.gitlab.url}/platform/shop/gitops.git`);
    bench.gitlab.moveProject(bench.project, 'platform/store');
    const ports = portsFor(bench.gitlab.url, bench.tokens.developer, bench.storage);
    const found = await findProjects(ports, bench.clone, neverCancelled);
    expect(found).toMatchObject({
      ok: true,
      value: {
        projects: [{ id: bench.project.id, path: 'platform/store' }],
        notes: [
          `The project 'platform/shop/gitops' has moved to 'platform/store'. Set the new address: git remote set-url origin ${bench.gitlab.url}/platform/store.git`,
        ],
      },
    });
    await bench.write('README.md', '# Moved\n');
    const project = found.ok ? found.value.projects[0] : undefined;
    const outcome = await openMergeRequest(
      ports,
      { ...requestFor(bench, { files: ['README.md'] }), ...(project && { project }) },
      caller,
    );
    expect(outcome).toMatchObject({ ok: true, value: { created: true } });
    expect(
      bench.gitlab.requests.filter(({ method }) => method === 'POST').map(({ path, status }) => `${status} ${path}`),
    ).toContain(`201 /api/v4/projects/${bench.project.id}/merge_requests`);
    await expectNoToken(bench, outcome, found);
  });

  it('a write to a former path is not sent on', async () => {
    const gitlab = connectGitLab(bench.gitlab.url, bench.tokens.developer);
    const request = {
      title: 'T',
      description: '',
      sourceBranch: 'a',
      targetBranch: 'main',
      removeSourceBranch: false,
      squash: false,
    };
    const outcome = await gitlab.createMergeRequest(
      'platform/shop/gitops' as unknown as number,
      request,
      neverCancelled,
    );
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'moved' } });
    expect(bench.project.mergeRequests).toHaveLength(1);
  });
});
