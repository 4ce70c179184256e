import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildProgram, type Run } from '../cli/program.ts';
import { engine } from '../gitlab/engine.ts';
import { startBench, type Bench } from './bench.ts';

const lintPath = '/api/v4/projects/*/ci/lint';

let bench: Bench;
let plumbline: (args: readonly string[], environment?: Readonly<Record<string, string>>) => Promise<Run>;

beforeAll(async () => {
  bench = await startBench({ ...engine });
  const run = await buildProgram('cli-lint');
  plumbline = (args, environment = { PLUMBLINE_TOKEN: bench.tokens.developer }) =>
    run(['lint', ...args], {
      folder: bench.clone,
      environment: { PLUMBLINE_TOKEN: '', GITLAB_TOKEN: '', ...environment },
    });
});

afterAll(() => bench.end());

beforeEach(async () => {
  bench.gitlab.faults.clear();
  await bench.git('checkout', '--quiet', '.');
});

describe('lint', { timeout: 60_000 }, () => {
  test('takes a valid pipeline', async () => {
    const { code, stdout, stderr } = await plumbline([]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^127\.0\.0\.1:\d+ \(GitLab [\w.-]+\), includes as on main: valid, 1 job, 0 warnings\n$/u);
  });

  test('puts each message on its line', async () => {
    await bench.write('.gitlab-ci.yml', 'a:\n  script: x\n  needs: [b]\n');
    const { code, stdout } = await plumbline(['.gitlab-ci.yml']);
    expect(code).toBe(1);
    expect(stdout).toContain('.gitlab-ci.yml:3:11: error[gitlab/lint]: a job: undefined need: b\n');
    expect(stdout).toContain('includes as on main: 1 error, 0 warnings\n');
  });

  test('in JSON and SARIF, in a dry run', async () => {
    await bench.write('.gitlab-ci.yml', 'a:\n  script: x\n  rules:\n    - when: always\n');
    const { code, stdout } = await plumbline(['--dry-run', '--format', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      valid: true,
      dryRun: true,
      ref: 'main',
      gitlab: { instance: bench.gitlab.url },
      errors: [],
      warnings: [
        {
          gitlab: expect.stringContaining('may allow multiple pipelines') as string,
          file: '.gitlab-ci.yml',
          range: { start: { line: 3, character: 6 } },
          exact: true,
        },
      ],
      jobs: 1,
    });
    const sarif = await plumbline(['--format', 'sarif', '--severity', 'warning']);
    expect(sarif.code).toBe(1);
    expect(JSON.parse(sarif.stdout)).toMatchObject({
      runs: [{ results: [{ ruleId: 'gitlab/lint', level: 'warning' }] }],
    });
  });

  test('writes the report of a different verdict', async () => {
    bench.gitlab.faults.add({
      path: lintPath,
      kind: 'status',
      status: 200,
      body: { valid: false, errors: ['jobs:build glows in the dark'], warnings: [], includes: [] },
    });
    const { code, stderr } = await plumbline(['--report', 'report.md']);
    expect(code).toBe(1);
    expect(stderr).toContain('that is a bug in Plumbline');
    const report = await readFile(path.join(bench.clone, 'report.md'), 'utf8');
    expect(report).toContain('## Only GitLab\n\n- jobs:build glows in the dark\n');
    expect(report).not.toContain(bench.project.path);
  });

  test('answers 2 where it could not be asked, and never shows the token', async () => {
    bench.gitlab.faults.add({ path: lintPath, kind: 'html', status: 200 });
    const page = await plumbline([]);
    expect(page).toMatchObject({ code: 2, stdout: '' });
    expect(page.stderr).toContain('answered with a web page');
    const none = await plumbline([], {});
    expect(none.code).toBe(2);
    expect(none.stderr).toContain('There is no access token for');
    expect((await plumbline(['--ref', 'nowhere'])).stderr).toContain("has no branch 'nowhere'");
    expect((await plumbline(['README.md'])).stderr).toContain("'README.md' is not part of a GitLab pipeline");
    expect((await plumbline(['a', 'b'])).stderr).toContain('One pipeline is linted at a time');
    expect(page.stderr + page.stdout + none.stderr).not.toContain(bench.tokens.developer);
  });
});
