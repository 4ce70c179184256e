import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, startSample, type Asked, type Sample } from './sample.ts';

let sample: Sample;

beforeAll(async () => {
  sample = await startSample();
  await sample.gitlab.commit(sample.project, {
    branch: 'feat/taken',
    message: 'Take it',
    author: sample.developer,
    files: { 'taken.yaml': 'a: 1\n' },
  });
  await sample.gitlab.createMergeRequest(sample.project, sample.developer, {
    title: 'Taken',
    sourceBranch: 'feat/taken',
    targetBranch: 'main',
  });
  sample.gitlab.createEnvironment(sample.project, { name: 'production' });
});

afterAll(async () => {
  expect(sample.gitlab.internalErrors).toEqual([]);
  await sample.gitlab.stop();
});

const project = '/projects/platform%2Fshop%2Fgitops';
const newMergeRequest = { title: 'T', source_branch: 'feat/taken', target_branch: 'main' };

interface Case {
  readonly what: string;
  readonly path: string;
  readonly asked?: Asked;
  readonly as?: 'maintainer' | 'developer' | 'outsider';
  readonly status: number;
  readonly body: unknown;
}

/** A request that creates something, as the developer. */
function post(path: string, body: unknown): Pick<Case, 'path' | 'asked'> {
  return { path: `${project}${path}`, asked: { method: 'POST', body } };
}

const commit = { branch: 'feat/taken', commit_message: 'm' };

const cases: readonly Case[] = [
  { what: 'an unknown route', path: '/nope', status: 404, body: { error: '404 Not Found' } },
  {
    what: 'a verb that the route does not have',
    path: '/user',
    asked: { method: 'DELETE' },
    status: 405,
    body: { error: '405 Not Allowed' },
  },
  { what: 'an unknown project', path: '/projects/999', status: 404, body: { message: '404 Project Not Found' } },
  {
    what: 'a project that the user may not see',
    path: project,
    as: 'outsider',
    status: 404,
    body: { message: '404 Project Not Found' },
  },
  {
    what: 'a path that is not encoded',
    path: '/projects/platform/shop/gitops',
    status: 404,
    body: { error: '404 Not Found' },
  },
  {
    what: 'an unknown branch',
    path: `${project}/repository/branches/nope`,
    status: 404,
    body: { message: '404 Branch Not Found' },
  },
  {
    what: 'an unknown commit',
    path: `${project}/repository/commits/0000000`,
    status: 404,
    body: { message: '404 Commit Not Found' },
  },
  {
    what: 'a file at an unknown ref',
    path: `${project}/repository/files/README.md?ref=nope`,
    status: 404,
    body: { message: '404 Commit Not Found' },
  },
  {
    what: 'an unknown file',
    path: `${project}/repository/files/nope.md?ref=main`,
    status: 404,
    body: { message: '404 File Not Found' },
  },
  {
    what: 'a file without its ref',
    path: `${project}/repository/files/README.md`,
    status: 400,
    body: { error: 'ref is missing' },
  },
  {
    what: 'an unknown folder',
    path: `${project}/repository/tree?path=nope`,
    status: 404,
    body: { message: '404 Tree Not Found' },
  },
  {
    what: 'an unknown environment',
    path: `${project}/environments/999`,
    status: 404,
    body: { message: '404 Not found' },
  },
  {
    what: 'an environment search that is too short',
    path: `${project}/environments?search=pr`,
    status: 400,
    body: { message: '400 Bad request - Search query is less than 3 characters' },
  },
  {
    what: 'an environment search by name and text',
    path: `${project}/environments?search=prod&name=production`,
    status: 400,
    body: { error: 'name, search cannot be used together' },
  },
  {
    what: 'a second environment of a name',
    ...post('/environments', { name: 'production' }),
    status: 400,
    body: { message: { name: ['has already been taken'] } },
  },
  {
    what: 'an environment with a slug',
    ...post('/environments', { name: 'x', slug: 'x' }),
    status: 400,
    body: { error: 'slug is automatically generated and cannot be changed' },
  },
  {
    what: 'an unknown deployment',
    path: `${project}/deployments/999`,
    status: 404,
    body: { message: '404 Not found' },
  },
  {
    what: 'variables for a developer',
    path: `${project}/variables`,
    status: 403,
    body: { message: '403 Forbidden' },
  },
  {
    what: 'a merge request without parameters',
    ...post('/merge_requests', {}),
    status: 400,
    body: { error: 'title is missing, source_branch is missing, target_branch is missing' },
  },
  {
    what: 'a blank title',
    ...post('/merge_requests', { ...newMergeRequest, title: ' ' }),
    status: 400,
    body: { message: { title: ["can't be blank"] } },
  },
  {
    what: 'a second merge request of a branch',
    ...post('/merge_requests', newMergeRequest),
    status: 409,
    body: { message: ['Another open merge request already exists for this source branch: !1'] },
  },
  {
    what: 'a merge request of a branch into itself',
    ...post('/merge_requests', { ...newMergeRequest, source_branch: 'main' }),
    status: 422,
    body: { message: ["You can't use same project/branch for source and target"] },
  },
  {
    what: 'a merge request of a branch that is not there',
    ...post('/merge_requests', { ...newMergeRequest, source_branch: 'nope' }),
    status: 422,
    body: { message: ['Source branch "nope" does not exist'] },
  },
  {
    what: 'an unknown state of merge requests',
    path: `${project}/merge_requests?state=lost`,
    status: 400,
    body: { error: 'state does not have a valid value' },
  },
  {
    what: 'a merge request by a name',
    path: `${project}/merge_requests/one`,
    status: 400,
    body: { error: 'merge_request_iid is invalid' },
  },
  {
    what: 'an unknown merge request',
    path: `${project}/merge_requests/9`,
    status: 404,
    body: { message: '404 Not found' },
  },
  {
    what: 'a branch that exists',
    ...post('/repository/branches', { branch: 'feat/taken', ref: 'main' }),
    status: 400,
    body: { message: 'Branch already exists' },
  },
  {
    what: 'a branch from nowhere',
    ...post('/repository/branches', { branch: 'feat/new', ref: 'nope' }),
    status: 400,
    body: { message: "Failed to create branch 'feat/new': invalid reference name 'nope'" },
  },
  {
    what: 'a branch below another',
    ...post('/repository/branches', { branch: 'feat/taken/more', ref: 'main' }),
    status: 400,
    body: {
      message: "Failed to create branch 'feat/taken/more': Branch name conflicts with existing branch hierarchy.",
    },
  },
  {
    what: 'a branch with a bad name',
    ...post('/repository/branches', { branch: 'a..b', ref: 'main' }),
    status: 400,
    body: { message: 'Branch name is invalid' },
  },
  {
    what: 'a commit that creates a file that is there',
    ...post('/repository/commits', { ...commit, actions: [{ action: 'create', file_path: 'README.md', content: '' }] }),
    status: 400,
    body: { message: 'A file with this name already exists' },
  },
  {
    what: 'a commit that updates a file that is not there',
    ...post('/repository/commits', { ...commit, actions: [{ action: 'update', file_path: 'nope', content: '' }] }),
    status: 400,
    body: { message: "A file with this name doesn't exist" },
  },
  {
    what: 'a commit outside the repository',
    ...post('/repository/commits', { ...commit, actions: [{ action: 'create', file_path: '../x', content: '' }] }),
    status: 400,
    body: { message: 'Path cannot include directory traversal' },
  },
  {
    what: 'a commit over somebody else’s change',
    ...post('/repository/commits', {
      ...commit,
      actions: [{ action: 'update', file_path: 'README.md', content: '', last_commit_id: '0'.repeat(40) }],
    }),
    status: 400,
    body: { message: 'The file has changed since you started editing it: README.md' },
  },
  {
    what: 'a commit to a protected branch',
    ...post('/repository/commits', { branch: 'main', commit_message: 'm', actions: [] }),
    status: 403,
    body: { message: '403 Forbidden - You are not allowed to push into this branch' },
  },
  {
    what: 'an unknown scope of jobs',
    path: `${project}/jobs?scope[]=lost`,
    status: 400,
    body: { error: 'scope does not have a valid value' },
  },
  { what: 'lint without content', ...post('/ci/lint', {}), status: 400, body: { error: 'content is missing' } },
];

describe('errors in GitLab’s words', () => {
  it.each(cases)('$what', async ({ path, asked, as = 'developer', status, body }) => {
    const received = await ask(sample.gitlab, sample.tokens[as], path, asked);
    expect({ status: received.status, body: received.body }).toEqual({ status, body });
    expect(received.headers.get('Content-Type')).toBe('application/json');
  });
});

describe('every answer', () => {
  it('has GitLab’s headers, errors too', async () => {
    for (const path of ['/user', '/nope']) {
      const { headers } = await ask(sample.gitlab, sample.tokens.developer, path);
      expect(headers.get('X-Request-Id')).toMatch(/^[\w-]{10,}$/u);
      expect(headers.get('X-Runtime')).toMatch(/^\d+\.\d+$/u);
      expect(headers.get('X-Frame-Options')).toBe('SAMEORIGIN');
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    }
  });
});
