import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engine } from './engine.ts';
import { startGitLab, type TestGitLab } from './index.ts';
import { ask } from './sample.ts';
import { seedDemo, type Demo } from './seeds/demo.ts';

/** The demo's GitLab: pipelines as the product's own simulator sees them. */
let gitlab: TestGitLab;
let demo: Demo;

beforeAll(async () => {
  gitlab = await startGitLab({ backgroundDelay: 'never', ...engine });
  demo = await seedDemo(gitlab);
});

afterAll(async () => {
  expect(gitlab.internalErrors).toEqual([]);
  await gitlab.stop();
});

async function call(path: string, body?: unknown): Promise<unknown> {
  const asked = body === undefined ? {} : { method: 'POST', body };
  return (await ask(gitlab, demo.token, `/projects/shop%2Fgitops${path}`, asked)).body;
}

async function jobsOf(pipeline: number): Promise<readonly { name: string; status: string }[]> {
  return (await call(`/pipelines/${pipeline}/jobs?per_page=100`)) as { name: string; status: string }[];
}

describe('pipelines of the product’s simulator', () => {
  it('run what a merge request runs, and deploy nothing', async () => {
    const { head_pipeline: pipeline } = (await call('/merge_requests/1')) as { head_pipeline: { id: number } };
    expect(pipeline).toMatchObject({ source: 'merge_request_event', status: 'success' });
    expect((await jobsOf(pipeline.id)).map(({ name }) => name).sort()).toEqual([
      'plan:production',
      'plan:staging',
      'render: [production]',
      'render: [staging]',
    ]);
    expect(demo.project.deployments.every(({ jobId }) => jobId === null)).toBe(true);
  });

  it('run nothing for a branch, whose workflow has no rule', async () => {
    expect(await call('/pipelines?ref=ben/checkout-timeout')).toEqual([]);
  });

  it('deploy staging after a merge, and wait with production', async () => {
    const maria = gitlab.state.users.find(({ username }) => username === 'maria');
    if (maria === undefined) throw new Error('the demo has no maria');
    const sha = await gitlab.commit(demo.project, {
      branch: 'main',
      message: 'Change the README',
      author: maria,
      files: { 'README.md': '# Shop\n' },
    });
    await gitlab.settle();
    const [pipeline] = (await call('/pipelines?ref=main')) as { id: number; sha: string }[];
    expect(pipeline?.sha).toBe(sha);
    expect(await jobsOf(pipeline?.id ?? 0)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'deploy:staging', status: 'success' }),
        expect.objectContaining({ name: 'deploy:production', status: 'manual' }),
      ]),
    );
    const [newest] = (await call('/deployments?environment=staging&sort=desc')) as { sha: string }[];
    expect(newest).toMatchObject({ sha, deployable: { name: 'deploy:staging' } });
  });

  it('lint with its words', async () => {
    const content = 'a:\n  script: x\n  needs: [b]\n';
    expect(await call('/ci/lint', { content })).toMatchObject({
      valid: false,
      errors: ['a job: undefined need: b'],
      merged_yaml: '---\na:\n  script: x\n  needs:\n    - b\n',
    });
    const valid = await call('/ci/lint', { content: 'a:\n  script: x\n', include_jobs: true });
    expect(valid).toMatchObject({ valid: true, jobs: [{ name: 'a', stage: 'test', when: 'on_success' }] });
  });

  it('lint the committed file with every include at its commit', async () => {
    const linted = (await call('/ci/lint?include_jobs=true')) as Record<string, unknown>;
    expect(Object.keys(linted)).toEqual(['valid', 'errors', 'warnings', 'merged_yaml', 'includes', 'jobs']);
    expect(linted).toMatchObject({ valid: true, errors: [] });
    const commit: unknown = expect.stringMatching(/^[0-9a-f]{40}$/u);
    const include = { type: 'local', extra: {}, context_project: 'shop/gitops', context_sha: commit };
    expect(linted['includes']).toEqual(
      expect.arrayContaining([expect.objectContaining({ ...include, location: 'ci/validate.yml' })]),
    );
  });

  it('simulate a push only in a dry run, and read includes from its ref only then', async () => {
    const content = 'include: new.yml\na:\n  script: x\n  rules: [{if: $CI_COMMIT_BRANCH == "other"}]\n';
    const maria = gitlab.state.users.find(({ username }) => username === 'maria');
    if (maria === undefined) throw new Error('the demo has no maria');
    const files = { 'new.yml': '.a: {script: x}\n' };
    await gitlab.commit(demo.project, { branch: 'more', message: 'More', author: maria, files });
    const missing = 'Local file `new.yml` does not exist!';
    expect(await call('/ci/lint', { content, ref: 'more' })).toMatchObject({ errors: [missing], warnings: [] });
    expect(await call('/ci/lint', { content, ref: 'more', dry_run: true })).toMatchObject({
      valid: false,
      errors: [expect.stringContaining('rules configuration prevented any jobs')],
    });
    expect(await call('/ci/lint', { content, ref: 'nowhere', dry_run: true })).toMatchObject({
      errors: ['Reference not found'],
    });
  });
});
