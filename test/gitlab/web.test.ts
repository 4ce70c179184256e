import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSample, type Sample } from './sample.ts';

let sample: Sample;

beforeAll(async () => {
  sample = await startSample();
  const { gitlab, project, developer } = sample;
  await gitlab.commit(project, { branch: 'feat/x', message: 'X', author: developer, files: { 'x.yaml': 'x: 1\n' } });
  await gitlab.createMergeRequest(project, developer, {
    title: 'Use <b> & "quotes"',
    sourceBranch: 'feat/x',
    targetBranch: 'main',
  });
});

afterAll(async () => {
  await sample.gitlab.stop();
});

async function page(path: string): Promise<{ status: number; text: string }> {
  const response = await fetch(`${sample.gitlab.url}${path}`);
  return { status: response.status, text: await response.text() };
}

describe('pages that links lead to', () => {
  it('show a merge request, with its text as text', async () => {
    const { status, text } = await page('/platform/shop/gitops/-/merge_requests/1');
    expect(status).toBe(200);
    expect(text).toContain('!1 Use &#60;b&#62; &#38; &#34;quotes&#34;');
    expect(text).toContain('feat/x into main');
  });

  it('list the merge requests of a project', async () => {
    expect((await page('/platform/shop/gitops')).text).toContain('/platform/shop/gitops/-/merge_requests/1"');
  });

  it('say that there is nothing else', async () => {
    expect((await page('/-/user_settings/personal_access_tokens')).status).toBe(404);
    expect((await page('/nobody/nothing')).status).toBe(404);
  });
});
