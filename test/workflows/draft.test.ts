import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { neverCancelled } from '../../server/src/base/cancellation.ts';
import type { MergeRequestDraft } from '../../server/src/lsp/protocol.ts';
import { mergeRequestDraft } from '../../server/src/workflows/merge-request-draft.ts';
import { openMergeRequest } from '../../server/src/workflows/open-merge-request.ts';
import { caller, startBench, type Bench } from './bench.ts';
import { requestFor } from './scenario.ts';

let bench: Bench;

beforeEach(async () => {
  bench = await startBench();
});

afterEach(() => bench.end());

async function draft(): Promise<MergeRequestDraft> {
  const made = await mergeRequestDraft(bench.ports, { folder: bench.clone, project: bench.target }, neverCancelled);
  if (!made.ok) throw new Error(made.problem.message);
  return made.value;
}

async function addTemplate(name: string, text: string): Promise<void> {
  const files = { [`.gitlab/merge_request_templates/${name}`]: text };
  await bench.gitlab.commit(bench.project, { branch: 'main', message: 'Template', author: bench.maintainer, files });
  await bench.git(
    '-c',
    `http.extraHeader=Authorization: Basic ${Buffer.from(`oauth2:${bench.tokens.developer}`).toString('base64')}`,
    'fetch',
    '--quiet',
  );
}

describe('the draft', () => {
  it('lists what has changed, and proposes a title from it', async () => {
    await bench.write('deploy/base/service.yaml', 'kind: Service\n# 1\n');
    await bench.write('deploy/base/new.yaml', 'kind: Job\n');
    await bench.git('add', 'deploy/base/service.yaml');
    const made = await draft();
    expect(made).toMatchObject({
      currentBranch: 'main',
      targetBranch: 'main',
      targetBranches: ['main'],
      title: 'Update 2 files in deploy/base',
      description: '',
      commitsAhead: 0,
      files: [
        { path: 'deploy/base/new.yaml', status: 'untracked', staged: false },
        { path: 'deploy/base/service.yaml', status: 'modified', staged: true },
      ],
    });
    expect(made.sourceBranch).toBeUndefined();
    expect(made.unfinished).toBeUndefined();
  });

  it('takes the title from the branch, or from its only commit', async () => {
    await bench.git('switch', '--quiet', '--create', 'feature/SHOP-12-scale_web');
    await bench.write('README.md', '# 1\n');
    expect(await draft()).toMatchObject({ sourceBranch: 'feature/SHOP-12-scale_web', title: 'SHOP 12 scale web' });
    await bench.git('commit', '--quiet', '--all', '-m', 'Scale web', '-m', 'Because of Friday.');
    expect(await draft()).toMatchObject({
      title: 'Scale web',
      description: 'Because of Friday.',
      commitsAhead: 1,
      files: [],
    });
  });

  it('takes the default template of the default branch, or the only one', async () => {
    await addTemplate('Bug.md', 'A bug\n');
    expect(await draft()).toMatchObject({ description: 'A bug\n' });
    await addTemplate('Feature.md', 'A feature\n');
    expect(await draft()).toMatchObject({ description: '' });
    await addTemplate(
      'default.md',
      '## What\n\n%{first_commit}\n\nFrom %{source_branch} into %{target_branch}: %{unknown}\n',
    );
    await bench.write('README.md', '# 1\n');
    const { description } = await draft();
    expect(description).toContain('%{source_branch}');
    await openMergeRequest(bench.ports, requestFor(bench, { description, files: ['README.md'] }), caller);
    expect(bench.project.mergeRequests[0]?.description).toBe(
      '## What\n\nScale web to three\n\nFrom scale-web into main: %{unknown}\n',
    );
  });

  it('says whether the project deletes merged branches', async () => {
    expect(await draft()).toMatchObject({ removesSourceBranch: true });
    bench.project.removesSourceBranch = false;
    expect(await draft()).toMatchObject({ removesSourceBranch: false });
  });

  it('shows the open merge request of the branch', async () => {
    await bench.write('README.md', '# 1\n');
    await openMergeRequest(bench.ports, requestFor(bench, { files: ['README.md'], isDraft: true }), caller);
    expect(await draft()).toMatchObject({
      sourceBranch: 'scale-web',
      existing: { iid: 1, title: 'Draft: Scale web to three', isDraft: true },
    });
    expect((await bench.git('log', '-1', '--format=%s')).trim()).toBe('Scale web to three');
  });
});
