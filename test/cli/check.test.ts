import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildProgram, folderWith, type Run } from './program.ts';

const FILES: Readonly<Record<string, string>> = {
  '.gitignore': 'build/\n*.generated.yml\n!kept.generated.yml\n',
  '.git/HEAD': 'ref: refs/heads/main\n',
  '.gitlab-ci.yml': 'include: [{ local: ci/jobs.yml }]\ntest:\n  script: make\n  needs: [build]\n',
  'ci/jobs.yml': 'build:\n  script: make\n',
  'k8s/good.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
  'k8s/bad.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndatum: {}\n---\napiVersion: v1\nkind: [\n',
  'build/bad.yaml': 'apiVersion: v1\nkind: ConfigMap\ndatum: {}\n',
  'k8s/bad.generated.yml': 'apiVersion: v1\nkind: ConfigMap\ndatum: {}\n',
  'node_modules/x/bad.yaml': 'apiVersion: v1\nkind: ConfigMap\ndatum: {}\n',
  'other.yml': 'anything: goes\n',
  'picture.yml': '\0PNG\0',
};

let folder = '';
let plumbline: (args: readonly string[], input?: string) => Promise<Run>;

beforeAll(async () => {
  folder = folderWith(FILES);
  const run = await buildProgram('check');
  plumbline = (args, input = '') => run(args, { folder, input });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function filesOf(stdout: string): string[] {
  const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly { readonly file: string }[] };
  return [...new Set(diagnostics.map(({ file }) => file))];
}

describe('what is checked', { timeout: 60_000 }, () => {
  test('a file that is right, with what it includes', async () => {
    const run = await plumbline(['check', '.gitlab-ci.yml']);
    expect(run).toEqual({ code: 0, stdout: '1 file checked: nothing found\n', stderr: '' });
  });

  test('names that hold control characters, which the terminal is not given', async () => {
    const text = '"jo\\e]0;title\\ab": { stage: gone, script: make }\n';
    const { stdout } = await plumbline(['check', '--stdin-path', '.gitlab-ci.yml'], text);
    expect(stdout).toContain(String.raw`Job 'jo\u001b]0;title\u0007b' uses stage 'gone'`);
  });

  test('the current folder by default, without what Git ignores', async () => {
    const { code, stdout } = await plumbline(['check', '--format', 'json']);
    expect(code).toBe(1);
    expect(filesOf(stdout)).toEqual(['k8s/bad.yaml', 'picture.yml']);
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, files: 5, otherFiles: 1, unchecked: [] });
  });

  test('a folder, a glob, and a file that is ignored but named', async () => {
    expect(filesOf((await plumbline(['check', 'k8s', '--format=json'])).stdout)).toEqual(['k8s/bad.yaml']);
    expect(filesOf((await plumbline(['check', 'k8s/{bad,good}.y*ml', '--format=json'])).stdout)).toEqual([
      'k8s/bad.yaml',
    ]);
    expect(filesOf((await plumbline(['check', 'build/bad.yaml', '--format=json'])).stdout)).toEqual(['build/bad.yaml']);
  });

  test('one document from standard input, as if it were a file here', async () => {
    const text = 'include: [{ local: ci/jobs.yml }]\ntest:\n  script: make\n  needs: [build, oops]\n';
    const { code, stdout } = await plumbline(['check', '--stdin-path', '.gitlab-ci.yml'], text);
    expect(code).toBe(1);
    expect(stdout).toContain('.gitlab-ci.yml:4:18: error[gitlab-ci/needs-unknown-job]: ');
    expect(stdout).toContain("'oops'");
  });

  test('a part of the files', async () => {
    const runs = await Promise.all(
      ['1/2', '2/2'].map((part) => plumbline(['check', '--shard', part, '--format=json'])),
    );
    const counts = runs.map(
      ({ stdout }) => JSON.parse(stdout) as { readonly files: number; readonly otherFiles: number },
    );
    expect(counts.reduce((sum, { files, otherFiles }) => sum + files + otherFiles, 0)).toBe(6);
  });
});

describe('what it answers', { timeout: 60_000 }, () => {
  test("GitLab's own list beside our findings, in JSON", async () => {
    const text = 'include: ci/jobs.yml\ntest:\n  script: make\n  needs: [build, oops]\n  tag: [x]\n';
    const checked = async (input: string): Promise<unknown> =>
      JSON.parse((await plumbline(['check', '--stdin-path', '.gitlab-ci.yml', '--format', 'json'], input)).stdout);
    const range = { start: { line: 4, character: 2 }, end: { line: 4, character: 5 } };
    const gitlab = 'jobs:test config contains unknown keys: tag';
    // GitLab looks at needs only when every keyword is right.
    expect(await checked(text)).toMatchObject({
      diagnostics: [{ code: 'gitlab-ci/needs-unknown-job' }, { code: 'gitlab-ci/unknown-keyword', gitlab, range }],
      pipelines: [
        {
          file: '.gitlab-ci.yml',
          valid: false,
          errors: [{ gitlab, code: 'gitlab-ci/unknown-keyword', file: '.gitlab-ci.yml', range }],
          warnings: [],
          unknown: [],
        },
      ],
    });
    expect(await checked(text.replace('  tag: [x]\n', ''))).toMatchObject({
      diagnostics: [{ code: 'gitlab-ci/needs-unknown-job', gitlab: 'test job: undefined need: oops' }],
      pipelines: [{ valid: false, errors: [{ gitlab: 'test job: undefined need: oops' }] }],
    });
    expect(await checked('include: {template: Jobs/None.gitlab-ci.yml}\n')).toMatchObject({
      pipelines: [{ valid: null, errors: [], unknown: [{ name: expect.stringContaining('Jobs/None') as string }] }],
    });
    expect(await checked('build: {script: make}\n')).toMatchObject({ pipelines: [{ valid: true, errors: [] }] });
  });

  test('positions from 0 in JSON', async () => {
    const { stdout } = await plumbline(['check', 'k8s/bad.yaml', '--format', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({
      documents: 2,
      diagnostics: [
        { file: 'k8s/bad.yaml', code: 'kubernetes/unknown-field', range: { start: { line: 3, character: 0 } } },
        { file: 'k8s/bad.yaml', code: 'yaml/syntax', severity: 'error' },
      ],
    });
  });

  test('SARIF, JUnit and Code Quality', async () => {
    const [sarif, junit, quality] = await Promise.all(
      ['sarif', 'junit', 'gitlab-codequality'].map((format) =>
        plumbline(['check', 'k8s/bad.yaml', '--format', format]),
      ),
    );
    expect(JSON.parse(sarif?.stdout ?? '')).toMatchObject({ version: '2.1.0', runs: [{ results: [{}, {}] }] });
    expect(junit?.stdout).toContain('tests="2" failures="2"');
    expect(JSON.parse(quality?.stdout ?? '')).toMatchObject([{ location: { lines: { begin: 4 } } }, {}]);
  });

  test('a report in a file', async () => {
    const { stdout, code } = await plumbline(['check', 'k8s/good.yaml', '--output', 'report.txt']);
    expect({ stdout, code }).toEqual({ stdout: '', code: 0 });
    const nowhere = await plumbline(['check', 'k8s/good.yaml', '--output', 'nowhere/report.txt']);
    expect(nowhere.code).toBe(2);
    expect(nowhere.stderr).toContain("'nowhere/report.txt' could not be written: its folder does not exist");
  });
});

/** Of a repository whose own pipeline is elsewhere, and the same as a repository of its own. */
describe('a pipeline file in a folder', { timeout: 60_000 }, () => {
  test.each([
    ['of a repository is for others to include', '.', 0],
    ['that is a repository is a pipeline', 'web', 1],
    ['that is in no repository is one as well', undefined, 1],
  ])('%s', async (_, repository, code) => {
    const own = folderWith({ 'web/.gitlab-ci.yml': 'test:\n  extends: .base\n  stage: check\n  script: make\n' });
    if (repository !== undefined) execFileSync('git', ['init', '--quiet', repository], { cwd: own });
    const run = await buildProgram('check');
    expect(await run(['check', '.'], { folder: own })).toMatchObject({ code });
    rmSync(own, { recursive: true, force: true });
  });
});

describe('what cannot be done', { timeout: 60_000 }, () => {
  test.each([
    [['check', 'lost.yml'], 'not checked: lost.yml: there is no such file'],
    [['check', 'lost/*.yml'], 'not checked: lost/*.yml: no file fits this pattern'],
    [['check', '--sevrity', 'error'], "There is no option '--sevrity'. Did you mean '--severity'?"],
    [['check', '--format', 'xml'], "Option '--format' cannot be 'xml'; it can be text, json"],
    [['check', '--severity'], "Option '--severity' needs a value: error, warning"],
    [['check', '--kubernetes-version', 'new'], "'--kubernetes-version' cannot be 'new'"],
    [['chekc'], "there is no command 'chekc'. Did you mean 'check'?"],
    [['lsp'], '--stdio'],
    [[], 'plumbline check [PATH…]'],
  ])('%j is said and answers 2', async (args, message) => {
    const { code, stderr } = await plumbline(args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  test('help and version are answers', async () => {
    expect(await plumbline(['--version'])).toMatchObject({ code: 0, stderr: '' });
    expect((await plumbline(['check', '--help'])).stdout).toContain('--severity');
  });
});
