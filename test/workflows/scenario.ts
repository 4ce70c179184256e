import { expect } from 'vitest';
import type { Result } from '../../server/src/base/result.ts';
import type { OpenMergeRequestResult } from '../../server/src/lsp/protocol.ts';
import { openMergeRequest, type OpenMergeRequestRequest } from '../../server/src/workflows/open-merge-request.ts';
import { git } from '../gitlab/git/run.ts';
import { caller, filesBelow, type Bench } from './bench.ts';

/** What the user had before: every file, and what was staged and not chosen. */
export interface Before {
  readonly files: ReadonlyMap<string, string>;
  readonly staged: string;
  readonly main: string;
}

/** Two chosen files, one staged file that is not chosen, one file half staged, one that Git does not know. */
export async function prepareWork(bench: Bench): Promise<Before> {
  await bench.write('deploy/base/deployment.yaml', 'kind: Deployment\nspec: {replicas: 3}\n');
  await bench.write('deploy/base/hpa.yaml', 'kind: HorizontalPodAutoscaler\n');
  await bench.write('deploy/base/service.yaml', 'kind: Service\n# staged\n');
  await bench.write('README.md', '# Shop\nstaged\n');
  await bench.git('add', 'deploy/base/service.yaml', 'README.md');
  await bench.write('README.md', '# Shop\nstaged, and then changed\n');
  await bench.write('notes.txt', 'untracked\n');
  return {
    files: await filesBelow(bench.clone, ['.git']),
    staged: await bench.git('ls-files', '-s', 'README.md', 'deploy/base/service.yaml'),
    main: (await bench.git('rev-parse', 'main')).trim(),
  };
}

export function requestFor(bench: Bench, more: Partial<OpenMergeRequestRequest> = {}): OpenMergeRequestRequest {
  return {
    folder: bench.clone,
    project: bench.target,
    title: 'Scale web to three',
    description: 'Because of Friday.',
    sourceBranch: 'scale-web',
    targetBranch: 'main',
    files: ['deploy/base/deployment.yaml', 'deploy/base/hpa.yaml'],
    ...more,
  };
}

/** Opens the merge request of `requestFor`, as the user does. */
export function run(
  bench: Bench,
  more: Partial<OpenMergeRequestRequest> = {},
): Promise<Result<OpenMergeRequestResult>> {
  return openMergeRequest(bench.ports, requestFor(bench, more), caller);
}

/** `code: message`, or nothing when all went well. */
export function problemOf(outcome: Result<unknown>): string {
  return outcome.ok ? '' : `${outcome.problem.code}: ${outcome.problem.message}`;
}

/** The user's work is as it was, whatever else has happened. */
export async function expectWorkIntact(bench: Bench, before: Before): Promise<void> {
  expect(await filesBelow(bench.clone, ['.git'])).toEqual(before.files);
  expect(await bench.git('ls-files', '-s', 'README.md', 'deploy/base/service.yaml')).toBe(before.staged);
  expect((await bench.git('rev-parse', 'main')).trim()).toBe(before.main);
  expect(await bench.git('stash', 'list')).toBe('');
}

/** One branch, one commit, one merge request, and the user's work as it was. */
export async function expectDone(bench: Bench, before: Before): Promise<void> {
  await expectWorkIntact(bench, before);
  const remote = (...args: readonly string[]): Promise<string> => git(bench.project.repository, args);
  const heads = '--format=%(refname:short)';
  expect(await bench.git('for-each-ref', heads, 'refs/heads')).toBe('main\nscale-web\n');
  expect(await remote('for-each-ref', heads, 'refs/heads')).toBe('main\nscale-web\n');
  const commits = await remote('log', '--format=%H %P %s', 'main..scale-web');
  expect(commits).toBe(await bench.git('log', '--format=%H %P %s', 'main..scale-web'));
  expect(commits.split('\n')).toHaveLength(2);
  expect(commits).toContain(` ${before.main} Scale web to three`);
  expect(await bench.git('diff', '--name-status', 'main', 'scale-web')).toBe(
    'M\tdeploy/base/deployment.yaml\nA\tdeploy/base/hpa.yaml\n',
  );
  expect(await bench.git('status', '--porcelain=v1', '--branch')).toBe(
    '## scale-web...origin/scale-web\nMM README.md\nM  deploy/base/service.yaml\n?? notes.txt\n',
  );
  expect(bench.project.mergeRequests).toMatchObject([
    { title: 'Scale web to three', sourceBranch: 'scale-web', targetBranch: 'main', state: 'opened' },
  ]);
  expect([...(await filesBelow(bench.storage)).keys()]).toEqual([]);
}

/** No file below the clone's `.git` and the storage, and no given text, holds any of the tokens. */
export async function expectNoToken(bench: Bench, ...texts: readonly unknown[]): Promise<void> {
  const places = [
    await filesBelow(bench.storage),
    await filesBelow(`${bench.clone}/.git`),
    await filesBelow(bench.home),
  ];
  for (const secret of Object.values(bench.tokens)) {
    const encoded = Buffer.from(`oauth2:${secret}`).toString('base64');
    for (const place of places) {
      for (const [file, text] of place) {
        expect(text.includes(secret) || text.includes(encoded), file).toBe(false);
      }
    }
    const said = JSON.stringify(texts);
    expect(said.includes(secret) || said.includes(encoded), said).toBe(false);
  }
}
