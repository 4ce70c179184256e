import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openMergeRequest } from '../../server/src/workflows/open-merge-request.ts';
import { branchHead } from '../gitlab/git/refs.ts';
import { caller, filesBelow, startBench, type Bench } from './bench.ts';
import { requestFor } from './scenario.ts';

let bench: Bench;

beforeEach(async () => {
  bench = await startBench();
});

afterEach(() => bench.end());

describe('open merge request', () => {
  it('deletes the branch when merged as the project does, unless it is told otherwise', async () => {
    const made = async (sourceBranch: string, more: object = {}): Promise<boolean | null | undefined> => {
      await bench.write('README.md', `# ${sourceBranch}\n`);
      const request = requestFor(bench, { sourceBranch, files: ['README.md'], ...more });
      expect(await openMergeRequest(bench.ports, request, caller)).toMatchObject({ ok: true });
      await bench.git('switch', '--quiet', 'main');
      return bench.project.mergeRequests.find((one) => one.sourceBranch === sourceBranch)?.removeSourceBranch;
    };
    expect(await made('as-the-project')).toBe(true);
    expect(await made('kept', { removeSourceBranch: false })).toBe(false);
    bench.project.removesSourceBranch = false;
    expect(await made('as-the-project-now')).toBe(false);
  });

  it('makes branch, commit and merge request of the chosen files, and leaves everything else as it was', async () => {
    await bench.write('deploy/base/deployment.yaml', 'kind: Deployment\nspec: {replicas: 3}\n');
    await bench.write('deploy/base/hpa.yaml', 'kind: HorizontalPodAutoscaler\n');
    await bench.write('deploy/base/service.yaml', 'kind: Service\n# staged\n');
    await bench.git('add', 'deploy/base/service.yaml');
    await bench.write('notes.txt', 'untracked\n');
    const before = await filesBelow(bench.clone, ['.git']);
    const main = (await bench.git('rev-parse', 'main')).trim();

    const outcome = await openMergeRequest(bench.ports, requestFor(bench), caller);

    expect(outcome).toMatchObject({
      ok: true,
      value: {
        created: true,
        notes: [],
        mergeRequest: { title: 'Scale web to three', sourceBranch: 'scale-web', targetBranch: 'main', state: 'opened' },
      },
    });
    expect(await filesBelow(bench.clone, ['.git'])).toEqual(before);
    expect(await bench.git('status', '--porcelain=v2', '--branch')).toContain('# branch.head scale-web');
    expect(await bench.git('status', '--porcelain')).toBe('M  deploy/base/service.yaml\n?? notes.txt\n');
    expect((await bench.git('rev-parse', 'main')).trim()).toBe(main);
    expect(await bench.git('log', '--format=%s|%an|%P', 'main..scale-web')).toBe(
      `Scale web to three|Dan Developer|${main}\n`,
    );
    expect(await bench.git('diff', '--name-status', 'main', 'scale-web')).toBe(
      'M\tdeploy/base/deployment.yaml\nA\tdeploy/base/hpa.yaml\n',
    );
    expect(await branchHead(bench.project.repository, 'scale-web')).toBe(
      (await bench.git('rev-parse', 'scale-web')).trim(),
    );
    expect(bench.project.mergeRequests).toHaveLength(1);
    expect(await filesBelow(bench.storage)).toEqual(new Map());
  });
});
