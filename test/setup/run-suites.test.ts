import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isInstalled } from './dependencies.mjs';
import { repositoryFolder } from './machine.mjs';

// The runner prints for people, so it is asked in a process of its own, as `npm test` asks it.
let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'plumbline-suites-'));
  await mkdir(path.join(root, 'suite'));
  await writeFile(path.join(root, 'suite/one.test.mjs'), '');
});

afterEach(async () => {
  await rm(root, { recursive: true });
});

function run(suite: object, mustRun = false): { answer: unknown; output: string } {
  const source = `
    import { runSuites } from ${JSON.stringify(path.join(repositoryFolder, 'test/setup/run-suites.mjs'))};
    const there = { ok: true, how: 'found' };
    const missing = { ok: false, why: 'nobody sells it', howToGetIt: 'wait for spring' };
    const ensure = async (name) => (name === 'unicorn' ? missing : there);
    const suite = { name: 'sample', folder: 'suite', parts: [], ...${JSON.stringify(suite)} };
    const answer = await runSuites([suite], { mustRun: ${String(mustRun)}, ensure, root: ${JSON.stringify(root)} });
    console.log(JSON.stringify(answer));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', source], {
    encoding: 'utf8',
  });
  const lines = stdout.trimEnd().split('\n');
  return { answer: stderr === '' ? JSON.parse(lines.at(-1) ?? '') : stderr, output: stdout };
}

function says(line: string, code = 0): string[] {
  return [process.execPath, '--eval', `console.log(${JSON.stringify(line)}); process.exitCode = ${code}`];
}

test('a suite is counted from its last line', () => {
  expect(run({ command: says('hello\n3 passed, 0 failed') }).answer).toEqual({ passed: 3, failed: 0 });
});

test('a failing suite fails the whole', () => {
  expect(run({ command: says('2 passed, 1 failed', 1) }).answer).toEqual({ passed: 2, failed: 1 });
});

test('a suite that says nothing failed and still ends badly is a failure', () => {
  expect(run({ command: says('2 passed, 0 failed', 3) }).answer).toEqual({ passed: 2, failed: 1 });
});

test('a suite that ran no test is a failure', () => {
  expect(run({ command: says('0 passed, 0 failed') }).answer).toEqual({ passed: 0, failed: 1 });
  expect(run({ command: says('fine') }).answer).toEqual({ passed: 0, failed: 1 });
  expect(run({ command: ['no-such-program-here'] }).answer).toEqual({ passed: 0, failed: 1 });
});

test('a suite without a file of tests counts nothing and breaks nothing', async () => {
  await rm(path.join(root, 'suite/one.test.mjs'));
  const { answer, output } = run({ command: says('1 passed, 0 failed') });
  expect(answer).toEqual({ passed: 0, failed: 0 });
  expect(output).toContain('sample: no tests yet in suite');
});

test('a suite whose part cannot be had is listed with the way to get it', () => {
  const { answer, output } = run({ parts: ['hammer', 'unicorn'], command: says('1 passed, 0 failed') });
  expect(answer).toEqual({ passed: 0, failed: 0 });
  expect(output).toContain('hammer: found');
  expect(output).toContain(
    'sample: not run\n  unicorn cannot be had: nobody sells it\n  The way to get it: wait for spring.',
  );
});

test('where every suite must run, a part that cannot be had is a failure', () => {
  expect(run({ parts: ['unicorn'], command: says('1 passed, 0 failed') }, true).answer).toEqual({
    passed: 0,
    failed: 1,
  });
});

test('node_modules is current when it holds the versions of the lock file', async () => {
  const lock = {
    packages: {
      '': {},
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { version: '1.0.0', optional: true },
    },
  };
  await writeFile(path.join(root, 'package-lock.json'), JSON.stringify(lock));
  expect(await isInstalled(root)).toBe(false);
  await mkdir(path.join(root, 'node_modules'));
  const installed = (version: string): Promise<void> =>
    writeFile(
      path.join(root, 'node_modules/.package-lock.json'),
      JSON.stringify({ packages: { 'node_modules/a': { version } } }),
    );
  await installed('0.9.0');
  expect(await isInstalled(root)).toBe(false);
  await installed('1.0.0');
  expect(await isInstalled(root)).toBe(true);
});
