import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildProgram, folderWith, type Run } from './program.ts';

const PIPELINE = `include: ci/deploy.yml
stages: [build, test, deploy]
build:
  stage: build
  script: make
unit:
  stage: test
  script: make test
lint:
  stage: test
  needs: [build]
  script: make lint
  rules:
    - changes: ["src/**/*"]
`;

const DEPLOY = `deploy:
  stage: deploy
  script: make deploy
  environment: production
  rules:
    - if: $CI_COMMIT_TAG
      when: never
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
      when: manual
    - if: $FREEZE == "no"
`;

const FILES = {
  '.gitlab-ci.yml': PIPELINE,
  'ci/deploy.yml': DEPLOY,
  'bad.yml': 'a:\n  stage: nowhere\n  script: b\n',
  'remote.yml': 'include: [{ remote: "https://example.com/x.yml" }]\na: { script: b }\n',
  'none.yml': 'workflow: { rules: [{ when: never }] }\na: { script: b }\n',
};

let folder = '';
let plumbline: (...args: readonly string[]) => Promise<Run>;

beforeAll(async () => {
  folder = folderWith(FILES);
  const run = await buildProgram('pipeline');
  plumbline = (...args) => run(['pipeline', ...args], { folder });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function json(...args: readonly string[]): Promise<Record<string, unknown>> {
  return JSON.parse((await plumbline(...args, '--format', 'json')).stdout) as Record<string, unknown>;
}

describe('what it answers', { timeout: 60_000 }, () => {
  test('the jobs by stage, what decided each, and what is left out', async () => {
    expect(await plumbline('--changed', 'src/a/b.c', '--default-branch', 'main', '--ref', 'main')).toEqual({
      code: 0,
      stdout: `.gitlab-ci.yml: push of main; changed: 1 path, as named
Pipeline with 4 jobs in 3 stages

build
  build   runs     it has no rules and so runs for branches and tags

test
  unit    runs     it has no rules and so runs for branches and tags
  lint    runs     rule 'changes' matches (.gitlab-ci.yml:14:7)

deploy
  deploy  manual   rule '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH' matches (ci/deploy.yml:8:7)
`,
      stderr: '',
    });
    const other = await plumbline('--event', 'tag', '--ref', 'v1');
    expect(other.stdout).toContain('left out\n  deploy');
  });

  test('JSON with the place of each decision, from 0', async () => {
    const answer = await json('--changed', 'README.md');
    expect(answer).toMatchObject({
      version: 1,
      valid: true,
      created: true,
      errors: [],
      warnings: [],
      stages: ['build', 'test', 'deploy'],
      jobs: [
        { name: 'build', stage: 'build', when: 'on_success', allowFailure: false, needs: [], schedulingType: 'stage' },
        { name: 'unit' },
        {
          name: 'deploy',
          when: 'manual',
          environment: { name: 'production' },
          because: { file: 'ci/deploy.yml', range: { start: { line: 7, character: 6 } } },
        },
      ],
      excluded: [{ name: 'lint', because: { text: 'no rule matches' } }],
      unknown: [],
    });
  });

  test('a job that depends on something unknown may run, and a variable decides it', async () => {
    const branch = ['--ref', 'feature', '--changed', 'a'];
    expect(await json(...branch)).toMatchObject({ unknown: [{ name: 'deploy' }] });
    const { stdout } = await plumbline(...branch, '--explain', 'deploy');
    expect(stdout).toContain('deploy: maybe\n');
    expect(stdout).toContain('FREEZE');
    const decided = await json(...branch, '--var', 'FREEZE=no', '--explain', 'deploy');
    expect(decided).toMatchObject({ jobs: [{ name: 'deploy', outcome: 'runs' }], excluded: [], unknown: [] });
  });

  test('a Mermaid flow chart', async () => {
    const { stdout } = await plumbline('--changed', 'src/x', '--format', 'mermaid');
    expect(stdout).toContain('flowchart LR\n  subgraph stage0["build"]\n    job0["build"]\n  end\n');
    expect(stdout).toContain('  job0 --> job2\n');
    expect(stdout).toContain('    job3["deploy"]:::manual\n');
  });

  test('a pipeline that the rules do not allow is no error', async () => {
    expect(await plumbline('none.yml')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('No pipeline: Pipeline filtered out by workflow rules.') as string,
    });
  });

  test("what GitLab refuses, in GitLab's words", async () => {
    const { code, stdout } = await plumbline('bad.yml', '--format', 'json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      valid: false,
      errors: [
        {
          gitlab: expect.stringContaining('chosen stage nowhere does not exist') as string,
          code: 'gitlab-ci/unknown-stage',
          message: expect.stringContaining("uses stage 'nowhere'") as string,
          file: 'bad.yml',
          range: { start: { character: expect.any(Number) as number } },
        },
      ],
    });
  });
});

describe('what cannot be done', { timeout: 60_000 }, () => {
  test.each([
    [['lost.yml'], "There is no 'lost.yml'. Name the pipeline file"],
    [['--origins'], "Option '--origins' belongs to '--merged'"],
    [['--merged', '--explain', 'a'], "Give '--merged' or '--explain', not both"],
    [['--merged', '--format', 'mermaid'], "'--merged' is written as text or json"],
    [['--input', 'a'], "Option '--input' is written as NAME=VALUE"],
    [['--evnt', 'tag'], "Did you mean '--event'?"],
    [['--event', 'tag'], 'Name it, as --ref v1.0.0'],
    [['--target', 'main'], 'add --event merge_request_event'],
    [['--var', 'oops'], "Option '--var' is written as NAME=VALUE"],
    [['--changed', '../other'], 'is not below'],
    [['--changed-from', 'main'], 'is in no Git repository'],
    [['--explain', 'deplo'], "There is no job 'deplo'. Did you mean 'deploy'?"],
    [['remote.yml'], 'not simulated: include'],
  ])('%j is said and answers 2', async (args, message) => {
    const { code, stderr } = await plumbline(...args);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});
