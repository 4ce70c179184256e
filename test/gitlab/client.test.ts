import { Gitlab } from '@gitbeaker/rest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { updateRef } from './git/refs.ts';
import { ask, startSample, type Sample } from './sample.ts';

/** The client that many tools use, against this server: pages, encoded paths, bodies and errors as it sends them. */
let sample: Sample;
let api: InstanceType<typeof Gitlab<false>>;
const project = 'platform/shop/gitops';

beforeAll(async () => {
  sample = await startSample();
  api = new Gitlab({ host: sample.gitlab.url, oauthToken: sample.tokens.developer });
  const { repository } = sample.project;
  const head = await sample.gitlab.commit(sample.project, {
    branch: 'many/45',
    message: 'The second commit',
    author: sample.developer,
    files: { 'number.txt': '45' },
  });
  for (let number = 1; number < 45; number += 1) {
    await updateRef(repository, `refs/heads/many/${String(number).padStart(2, '0')}`, head);
  }
});

afterAll(async () => {
  expect(sample.gitlab.internalErrors).toEqual([]);
  await sample.gitlab.stop();
});

describe('gitbeaker', () => {
  it('reads a project and the user', async () => {
    expect(await api.Projects.show(project)).toMatchObject({ path_with_namespace: project, default_branch: 'main' });
    expect(await api.Users.showCurrentUser()).toMatchObject({ username: 'dan' });
    expect(await api.PersonalAccessTokens.show()).toMatchObject({ scopes: ['api'], active: true });
    expect(await api.Projects.all({ membership: true, search: 'gitops' })).toHaveLength(1);
    expect(await api.Projects.all({ membership: true, search: 'nope' })).toHaveLength(0);
  });

  it('makes a branch, a commit, a file and a merge request', async () => {
    await api.Branches.create(project, 'feat/x', 'main');
    const commit = await api.Commits.create(project, 'feat/x', 'Add two, move one', [
      { action: 'create', filePath: 'a/b c.yaml', content: 'x: 1\n' },
      { action: 'move', filePath: 'deploy/web.yaml', previousPath: 'deploy/base/deployment.yaml' },
    ]);
    expect(commit).toMatchObject({ title: 'Add two, move one', author_name: 'Dan Developer', stats: { additions: 1 } });
    const file = await api.RepositoryFiles.show(project, 'a/b c.yaml', 'feat/x');
    expect(Buffer.from(file.content, 'base64').toString()).toBe('x: 1\n');
    expect(await api.RepositoryFiles.showRaw(project, 'deploy/web.yaml', 'feat/x')).toBe('kind: Deployment\n');
    const edited = await api.RepositoryFiles.edit(project, 'a/b c.yaml', 'feat/x', 'x: 2\n', 'Edit', {
      lastCommitId: commit.id,
    });
    expect(edited).toEqual({ file_path: 'a/b c.yaml', branch: 'feat/x' });
    const request = await api.MergeRequests.create(project, 'feat/x', 'main', 'X', { labels: ['one', 'two'] });
    expect(request).toMatchObject({ iid: 1, labels: ['one', 'two'] });
    await sample.gitlab.settle();
    expect(await api.MergeRequests.show(project, 1)).toMatchObject({ detailed_merge_status: 'mergeable' });
    const { diffs } = await api.Repositories.compare(project, 'main', 'feat/x');
    expect(diffs?.map((diff) => [diff.old_path, diff.new_path])).toEqual([
      ['a/b c.yaml', 'a/b c.yaml'],
      ['deploy/base/deployment.yaml', 'deploy/web.yaml'],
    ]);
  });

  it('gets the array of a conflict as its description', async () => {
    const words = 'Another open merge request already exists for this source branch: !1';
    await expect(api.MergeRequests.create(project, 'feat/x', 'main', 'X')).rejects.toMatchObject({
      cause: { description: JSON.stringify([words]), response: { status: 409 } },
    });
  });

  it('deletes a branch with its JSON body', async () => {
    await api.Branches.create(project, 'feat/gone', 'main');
    await api.Branches.remove(project, 'feat/gone');
    const gone = '/projects/platform%2Fshop%2Fgitops/repository/branches/feat%2Fgone';
    expect((await ask(sample.gitlab, sample.tokens.developer, gone, { method: 'HEAD' })).status).toBe(404);
  });

  it('makes environments and deployments', async () => {
    const created = await api.Environments.create(project, 'review/x', { externalUrl: 'https://x.example.com' });
    expect(created).toMatchObject({ name: 'review/x', tier: 'development', state: 'available' });
    const { id: sha } = await api.Commits.show(project, 'main');
    await api.Deployments.create(project, 'staging', sha, 'main', false, { status: 'success' });
    const [staging] = await api.Environments.all(project, { name: 'staging' });
    expect(staging).toMatchObject({ tier: 'staging' });
    expect(await api.Environments.show(project, staging?.id ?? 0)).toMatchObject({
      last_deployment: { sha, status: 'success', user: { username: 'dan' } },
    });
    expect(await api.Deployments.all(project, { environment: 'staging', status: 'success' })).toHaveLength(1);
  });

  it('follows the pages of a list', async () => {
    const before = sample.gitlab.requests.length;
    expect(await api.Branches.all(project, { search: '^many/' })).toHaveLength(45);
    expect(sample.gitlab.requests.length - before).toBe(3);
    expect(await api.Branches.all(project, { search: '^many/', perPage: 10, maxPages: 2 })).toHaveLength(20);
    expect(await api.Branches.all(project, { search: '^many/', perPage: 40, page: 2 })).toHaveLength(5);
  });

  it('lints', async () => {
    expect(await api.Lint.lint(project, 'a: b', { includeJobs: true })).toMatchObject({
      valid: true,
      errors: [],
      warnings: [],
      merged_yaml: 'a: b',
      includes: [],
      jobs: [],
    });
    expect(await api.Lint.check(project, {})).toMatchObject({ valid: true });
  });
});

describe('pages', () => {
  const base = '/projects/platform%2Fshop%2Fgitops/repository';

  it('tell where they are', async () => {
    const path = `${base}/branches?search=%5Emany/&per_page=20&page=2`;
    const { headers, body } = await ask(sample.gitlab, sample.tokens.developer, path);
    expect(body).toHaveLength(20);
    const told = ['X-Page', 'X-Per-Page', 'X-Prev-Page', 'X-Next-Page', 'X-Total', 'X-Total-Pages'];
    expect(told.map((name) => headers.get(name))).toEqual(['2', '20', '1', '3', '45', '3']);
    const relations = [...(headers.get('Link') ?? '').matchAll(/rel="(\w+)"/gu)].map((match) => match[1]);
    expect(relations).toEqual(['prev', 'next', 'first', 'last']);
  });

  it('have an empty next page at the end and at most 100 items', async () => {
    const { headers } = await ask(sample.gitlab, sample.tokens.developer, `${base}/branches?per_page=1000`);
    expect(headers.get('X-Per-Page')).toBe('100');
    expect(headers.get('X-Next-Page')).toBe('');
  });

  it('of commits are not counted', async () => {
    const path = `${base}/commits?ref_name=many/45&per_page=1`;
    const { headers } = await ask(sample.gitlab, sample.tokens.developer, path);
    expect(headers.get('X-Total')).toBeNull();
    expect(headers.get('X-Next-Page')).toBe('2');
    expect(headers.get('Link')).not.toContain('rel="last"');
  });
});
