import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '../gitlab/index.ts';
import { cancellable } from '../../server/src/base/cancellation.ts';
import { LintBench, lintPath } from './lint-bench.ts';
import { expectNoToken } from './scenario.ts';

let editor: LintBench;

beforeAll(async () => {
  editor = await LintBench.start();
});

afterAll(() => editor.end());

beforeEach(async () => {
  await editor.reset();
});

describe('trouble never looks like a valid pipeline', () => {
  const faults: readonly (readonly [string, Fault, object])[] = [
    ['a token that has expired', { path: lintPath, kind: 'status', status: 401 }, { code: 'unauthorized' }],
    [
      'a role that is too low',
      { path: lintPath, kind: 'status', status: 403 },
      {
        code: 'forbidden',
        action: 'Linting with GitLab takes the role Developer in the project and a token with the scope api.',
      },
    ],
    ['a project that is gone', { path: lintPath, kind: 'status', status: 404 }, { code: 'not-found' }],
    ['too many requests', { path: lintPath, kind: 'status', status: 429, retryAfter: 600 }, { code: 'rate-limited' }],
    ['a server that fails', { path: lintPath, kind: 'status', status: 500 }, { code: 'server-error' }],
    ["a proxy's sign-in page", { path: lintPath, kind: 'html', status: 200 }, { code: 'refused' }],
    [
      'an answer that is no verdict',
      { path: lintPath, kind: 'status', status: 200, body: { status: 'valid' } },
      { code: 'server-error' },
    ],
    ['a server that is away', { path: lintPath, kind: 'cut', when: 'before-answer', count: -1 }, { code: 'offline' }],
  ];

  it.each(faults)('%s', async (_, fault, problem) => {
    editor.bench.gitlab.faults.add(fault);
    const result = await editor.lint();
    expect(result).toMatchObject({ ok: false, problem });
    expect(JSON.stringify(result)).not.toContain('may or may not have been done');
    await expectNoToken(editor.bench, result);
  });

  it('a list that nobody reads to its end is cut, and said to be', async () => {
    editor.gitlabSays(
      Array.from({ length: 100_000 }, (_, index) => `jobs:build:script is wrong for the ${index}. time`),
    );
    const { findings, notes, isValid } = await editor.linted();
    expect(isValid).toBe(false);
    expect(findings).toHaveLength(500);
    expect(notes).toEqual(['GitLab lists 100000 errors and 0 warnings; the first 500 are shown.']);
  });

  it('a gateway that fails once is asked again, as lint changes nothing', async () => {
    editor.bench.gitlab.faults.add({ path: lintPath, kind: 'html', status: 502 });
    expect((await editor.linted()).isValid).toBe(true);
  });

  it('a server that never answers is left when the user cancels', async () => {
    editor.bench.gitlab.faults.add({ path: lintPath, kind: 'hang' });
    const { token, cancel } = cancellable();
    const running = editor.lint('.gitlab-ci.yml', {}, token);
    await expect.poll(() => editor.bench.gitlab.faults.waiting().length, { timeout: 30_000 }).toBe(0);
    cancel();
    expect(await running).toMatchObject({ ok: false, problem: { code: 'cancelled' } });
  });
});
