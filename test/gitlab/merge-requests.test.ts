import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SimulationInput } from './options.ts';
import { ask, startSample, type Received, type Sample } from './sample.ts';

let sample: Sample;
const simulated: SimulationInput[] = [];

beforeAll(async () => {
  sample = await startSample({
    simulate: (input) => {
      simulated.push(input);
      if (input.files.get('.gitlab-ci.yml')?.includes('broken') === true) {
        return { jobs: [], errors: ['jobs config should contain at least one visible job'] };
      }
      const job = { stage: 'test', when: 'on_success', allowFailure: false, needs: [] };
      const name = input.event === 'push' ? 'test' : 'review';
      return {
        jobs: [{ ...job, name }, ...(input.ref === 'main' ? [{ ...job, name: 'deploy', when: 'manual' }] : [])],
        errors: [],
      };
    },
  });
});

afterAll(async () => {
  expect(sample.gitlab.internalErrors).toEqual([]);
  await sample.gitlab.stop();
});

const base = '/projects/platform%2Fshop%2Fgitops';

function call(method: string, path: string, body?: unknown): Promise<Received> {
  return ask(sample.gitlab, sample.tokens.developer, `${base}${path}`, {
    method,
    ...(body === undefined ? {} : { body }),
  });
}

function change(branch: string, text: string): Promise<string> {
  const { gitlab, project, developer } = sample;
  return gitlab.commit(project, { branch, message: 'Change', author: developer, files: { 'change.yaml': text } });
}

describe('a merge request', () => {
  it('is prepared in the background', async () => {
    const sha = await change('feat/one', 'a: 1\n');
    const created = await call('POST', '/merge_requests', {
      title: 'One',
      source_branch: 'feat/one',
      target_branch: 'main',
      description: '- [x] done\n- [ ] open',
      labels: 'a,b',
      remove_source_branch: true,
    });
    expect(created).toMatchObject({
      status: 201,
      body: {
        iid: 1,
        sha,
        state: 'opened',
        merge_status: 'checking',
        detailed_merge_status: 'preparing',
        prepared_at: null,
        diff_refs: null,
        changes_count: null,
        head_pipeline: null,
        labels: ['a', 'b'],
        force_remove_source_branch: true,
        task_completion_status: { count: 2, completed_count: 1 },
        web_url: `${sample.gitlab.url}/platform/shop/gitops/-/merge_requests/1`,
      },
    });
    await sample.gitlab.settle();
    const main = (await call('GET', '/repository/commits/main')).body as { id: string };
    expect((await call('GET', '/merge_requests/1')).body).toMatchObject({
      merge_status: 'can_be_merged',
      detailed_merge_status: 'mergeable',
      prepared_at: '2026-01-15T12:00:00.000Z',
      diff_refs: { base_sha: main.id, start_sha: main.id, head_sha: sha },
      changes_count: '1',
      head_pipeline: { sha, ref: 'refs/merge-requests/1/head', source: 'merge_request_event' },
    });
  });

  it('follows its source branch', async () => {
    const sha = await change('feat/one', 'a: 2\n');
    expect((await call('GET', '/merge_requests/1')).body).toMatchObject({ sha, merge_status: 'checking' });
    await sample.gitlab.settle();
    expect((await call('GET', '/merge_requests/1')).body).toMatchObject({
      merge_status: 'can_be_merged',
      diff_refs: { head_sha: sha },
      head_pipeline: { sha },
    });
    const diffs = (await call('GET', '/merge_requests/1/diffs')).body;
    expect(diffs).toMatchObject([{ new_path: 'change.yaml', new_file: true, diff: '@@ -0,0 +1 @@\n+a: 2\n' }]);
    expect((await call('GET', '/merge_requests/1/commits')).body).toHaveLength(2);
  });

  it('is found by branch and state', async () => {
    const search = '/merge_requests?source_branch=feat%2Fone&state=';
    expect((await call('GET', `${search}opened`)).body).toHaveLength(1);
    expect((await call('GET', `${search}closed`)).body).toHaveLength(0);
    expect((await call('GET', '/merge_requests?source_branch=feat')).body).toHaveLength(0);
    expect((await call('GET', '/merge_requests?author_username=maria')).body).toHaveLength(0);
    expect((await call('GET', '/merge_requests?iids[]=1&labels=a,b')).body).toHaveLength(1);
  });

  it('can be changed, closed and opened again', async () => {
    const nothing = await call('PUT', '/merge_requests/1', {});
    expect(nothing.status).toBe(400);
    expect(nothing.body).toHaveProperty('error', expect.stringMatching(/are missing, at least one parameter must be/u));
    const title = { title: 'Draft: One', add_labels: 'c', remove_labels: 'a' };
    expect((await call('PUT', '/merge_requests/1', title)).body).toMatchObject({
      title: 'Draft: One',
      draft: true,
      labels: ['b', 'c'],
    });
    const closed = await call('PUT', '/merge_requests/1', { state_event: 'close' });
    expect(closed.body).toMatchObject({ state: 'closed', closed_by: { username: 'dan' } });
    const second = { title: 'Again', source_branch: 'feat/one', target_branch: 'main' };
    expect((await call('POST', '/merge_requests', second)).status).toBe(201);
    expect(await call('PUT', '/merge_requests/1', { state_event: 'reopen' })).toMatchObject({
      status: 409,
      body: { message: ['Another open merge request already exists for this source branch: !2'] },
    });
  });

  it('says when it cannot be merged', async () => {
    const { gitlab, project, maintainer } = sample;
    await change('feat/clash', 'mine: 1\n');
    await gitlab.commit(project, {
      branch: 'main',
      message: 'Theirs',
      author: maintainer,
      files: { 'change.yaml': 'theirs: 1\n' },
    });
    const request = { title: 'Clash', source_branch: 'feat/clash', target_branch: 'main' };
    const { body } = await call('POST', '/merge_requests', request);
    await gitlab.settle();
    expect((await call('GET', `/merge_requests/${String((body as { iid: number }).iid)}`)).body).toMatchObject({
      merge_status: 'cannot_be_merged',
      detailed_merge_status: 'conflict',
      has_conflicts: true,
    });
  });
});

describe('pipelines', () => {
  it('come from the simulator, which sees the commit and what changed', async () => {
    await change('feat/pipeline', 'a: 1\n');
    expect(simulated.at(-1)).toMatchObject({ ref: 'feat/pipeline', event: 'push', changedPaths: undefined });
    await change('feat/pipeline', 'b: 1\n');
    const input = simulated.at(-1);
    expect(input).toMatchObject({ ref: 'feat/pipeline', event: 'push', changedPaths: ['change.yaml'] });
    expect(input?.files.get('change.yaml')).toBe('b: 1\n');
    const [pipeline] = (await call('GET', '/pipelines?ref=feat/pipeline')).body as { id: number; status: string }[];
    expect(pipeline).toMatchObject({ status: 'created', source: 'push' });
    await sample.gitlab.settle();
    const jobs = await call('GET', `/pipelines/${String(pipeline?.id)}/jobs`);
    expect(jobs.body).toMatchObject([{ name: 'test', status: 'success' }]);
    expect(jobs.headers.get('X-Total')).toBeNull();
  });

  it('wait at a manual job', async () => {
    const latest = (await call('GET', '/pipelines/latest')).body as { id: number };
    expect(latest).toMatchObject({ ref: 'main', status: 'manual' });
    const manual = await call('GET', `/pipelines/${latest.id}/jobs?scope[]=manual`);
    expect(manual.body).toMatchObject([{ name: 'deploy', status: 'manual', started_at: null }]);
  });

  it('fail with the simulator’s words when the configuration is wrong', async () => {
    const { gitlab, project, developer } = sample;
    const files = { '.gitlab-ci.yml': 'broken: true\n' };
    await gitlab.commit(project, { branch: 'feat/broken', message: 'Break', author: developer, files });
    const [pipeline] = (await call('GET', '/pipelines?ref=feat/broken')).body as { id: number }[];
    expect((await call('GET', `/pipelines/${String(pipeline?.id)}`)).body).toMatchObject({
      status: 'failed',
      yaml_errors: 'jobs config should contain at least one visible job',
    });
  });
});
