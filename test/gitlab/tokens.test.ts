import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, startSample, type Sample } from './sample.ts';

let sample: Sample;

beforeAll(async () => {
  sample = await startSample();
});

afterAll(async () => {
  await sample.gitlab.stop();
});

describe('tokens', () => {
  it('are taken from both headers and from the query', async () => {
    const { gitlab, tokens } = sample;
    const ways = [
      await ask(gitlab, tokens.developer, '/user'),
      await ask(gitlab, undefined, '/user', { headers: { 'PRIVATE-TOKEN': tokens.developer } }),
      await ask(gitlab, undefined, `/user?private_token=${tokens.developer}`),
    ];
    for (const { status, body } of ways) {
      expect(status).toBe(200);
      expect(body).toMatchObject({ username: 'dan' });
    }
  });

  it('never get into the log of requests', async () => {
    const { gitlab, tokens } = sample;
    await ask(gitlab, undefined, `/user?private_token=${tokens.developer}`);
    expect(gitlab.requests.at(-1)?.path).toContain('FILTERED');
    expect(JSON.stringify(gitlab.requests)).not.toContain(tokens.developer);
  });

  it('are refused when absent, unknown, revoked, expired or of a blocked user', async () => {
    const { gitlab, developer, outsider } = sample;
    const revoked = gitlab.createToken(developer);
    gitlab.revokeToken(revoked);
    const expired = gitlab.createToken(developer, { expiresAt: '2026-01-15' });
    const blocked = gitlab.createToken(outsider);
    outsider.state = 'blocked';
    const unauthorized = { status: 401, body: { message: '401 Unauthorized' } };
    expect(await ask(gitlab, undefined, '/user')).toMatchObject(unauthorized);
    expect(await ask(gitlab, 'glpat-wrong', '/user')).toMatchObject(unauthorized);
    const answer = await ask(gitlab, revoked, '/user');
    expect(answer).toMatchObject({
      status: 401,
      body: {
        error: 'invalid_token',
        error_description: 'Token was revoked. You have to re-authorize from the user.',
      },
    });
    expect(answer.headers.get('WWW-Authenticate')).toMatch(/^Bearer .*error="invalid_token"/u);
    expect(await ask(gitlab, expired, '/user')).toMatchObject({
      status: 401,
      body: {
        error: 'invalid_token',
        error_description: 'Token is expired. You can either do re-authorization or token refresh.',
      },
    });
    expect((await ask(gitlab, blocked, '/user')).status).toBe(403);
    outsider.state = 'active';
  });

  it('with read_api read everything and write nothing', async () => {
    const { gitlab, developer } = sample;
    const token = gitlab.createToken(developer, { scopes: ['read_api'] });
    expect((await ask(gitlab, token, '/projects')).status).toBe(200);
    const path = '/projects/platform%2Fshop%2Fgitops/merge_requests';
    expect(await ask(gitlab, token, path, { method: 'POST', body: {} })).toMatchObject({
      status: 403,
      body: {
        error: 'insufficient_scope',
        error_description: 'The request requires higher privileges than provided by the access token.',
        scope: 'api',
      },
    });
  });

  it('without any scope still tell what they are', async () => {
    const { gitlab, developer } = sample;
    const token = gitlab.createToken(developer, { scopes: [], expiresAt: '2026-02-01', name: 'bare' });
    expect(await ask(gitlab, token, '/personal_access_tokens/self')).toMatchObject({
      status: 200,
      body: { name: 'bare', scopes: [], active: true, revoked: false, expires_at: '2026-02-01', user_id: developer.id },
    });
    expect(await ask(gitlab, token, '/projects')).toMatchObject({
      status: 403,
      body: { error: 'insufficient_scope', scope: 'api read_api' },
    });
  });

  it('with read_repository reach files only', async () => {
    const { gitlab, developer } = sample;
    const token = gitlab.createToken(developer, { scopes: ['read_repository'] });
    const file = '/projects/platform%2Fshop%2Fgitops/repository/files/README.md?ref=main';
    expect((await ask(gitlab, token, file)).status).toBe(200);
    expect((await ask(gitlab, token, '/projects')).status).toBe(403);
  });
});

describe('a project that moved', () => {
  it('answers 301 to its address by number, for every verb', async () => {
    const { gitlab, maintainer, tokens } = sample;
    const project = await gitlab.createProject({ path: 'old/name', owner: maintainer, files: { a: '1' } });
    gitlab.moveProject(project, 'new/name');
    for (const method of ['GET', 'POST']) {
      const path = '/projects/old%2Fname/merge_requests?state=opened';
      const answer = await ask(gitlab, tokens.maintainer, path, { method });
      const location = `${gitlab.url}/api/v4/projects/${project.id}/merge_requests?state=opened`;
      expect(answer).toMatchObject({ status: 301, body: `This resource has been moved permanently to ${location}` });
      expect(answer.headers.get('Location')).toBe(location);
    }
    const followed = await ask(gitlab, tokens.maintainer, '/projects/old%2Fname', { redirect: 'follow' });
    expect(followed.body).toMatchObject({ id: project.id, path_with_namespace: 'new/name' });
  });
});
