import { rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildProgram, folderWith, type Run } from '../cli/program.ts';
import { runGit } from './bench.ts';

let folder = '';
let plumbline: (...args: readonly string[]) => Promise<Run>;

const git = (...args: readonly string[]): Promise<string> =>
  runGit(folder, ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args]);

beforeAll(async () => {
  folder = folderWith({
    '.gitlab-ci.yml':
      'a: { script: a, rules: [{ changes: [src/*] }] }\nb: { script: b, rules: [{ if: "$CI_MERGE_REQUEST_IID" }] }\nc: { script: c }\n',
    'src/x': '1',
    'docs/y': '1',
  });
  await git('init', '--quiet', '--initial-branch=trunk');
  await git('add', '.');
  await git('commit', '--quiet', '--message=One');
  await git('branch', 'main');
  await git('checkout', '--quiet', '-b', 'feature');
  writeFileSync(`${folder}/docs/y`, '2');
  await git('commit', '--quiet', '--all', '--message=Two');
  const run = await buildProgram('cli-pipeline');
  plumbline = (...args) => run(['pipeline', ...args], { folder });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('branch, default branch and changes come from Git', { timeout: 60_000 }, async () => {
  const { stdout } = await plumbline('--event', 'merge_request_event', '--target', 'trunk');
  expect(stdout).toMatch(/merge_request_event of feature into trunk; changed: 1 path, since trunk at [0-9a-f]{8}\n/u);
  expect(stdout).toMatch(/b {2}runs/u);
  expect(stdout).toMatch(/left out\n {2}a {2}/u);
  expect((await plumbline()).stdout).toMatch(/push of feature; changed: 1 path, since main at /u);
});

test('a revision says what has changed, with the working tree', { timeout: 60_000 }, async () => {
  writeFileSync(`${folder}/src/x`, '2');
  const { stdout, code } = await plumbline('--changed-from', 'main');
  expect(stdout).toContain('changed: 2 paths, since main\n');
  expect(stdout).toMatch(/a {2}runs/u);
  expect(code).toBe(0);
  expect(await plumbline('--changed-from', 'nowhere')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("There is no commit 'nowhere' in this repository.") as string,
  });
});

test('child pipelines and their children are shown below, in text and JSON', { timeout: 60_000 }, async () => {
  const made = '{ artifact: made.yml, job: c }';
  writeFileSync(
    `${folder}/parent.yml`,
    `c: { script: c }\nup: { trigger: { include: child.yml } }\nmade: { trigger: { include: [${made}] } }\n`,
  );
  writeFileSync(`${folder}/child.yml`, 'down: { trigger: { include: leaf.yml } }\n');
  writeFileSync(`${folder}/leaf.yml`, 'leaf: { script: leaf }\n');
  const { stdout } = await plumbline('parent.yml');
  expect(stdout).toMatch(/child of up \(child\.yml\)\n {2}test: down {2}runs/u);
  expect(stdout).toMatch(/child of up › down \(leaf\.yml\)\n {2}test: leaf {2}runs/u);
  expect(stdout).toMatch(
    /child of made \(made\.yml\)\n {2}not known: job 'c' makes 'made\.yml' when the pipeline runs/u,
  );
  const json = JSON.parse((await plumbline('parent.yml', '--format', 'json')).stdout) as object;
  expect(json).toMatchObject({
    jobs: [
      { name: 'c' },
      { name: 'up', child: { source: 'child.yml', jobs: [{ name: 'down', child: { jobs: [{ name: 'leaf' }] } }] } },
      { name: 'made', child: { source: 'made.yml', notKnown: "job 'c' makes 'made.yml' when the pipeline runs" } },
    ],
  });
});
