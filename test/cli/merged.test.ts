import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildProgram, folderWith, type Run } from './program.ts';

const PIPELINE = `include:
  - ci/base.yml
  - local: ci/deploy.yml
    inputs: { environment: production }
stages: [build, deploy]
default:
  image: node:20
build:
  extends: .base
  stage: build
  script:
    - !reference [.setup, script]
    - make
  variables: { MODE: "yes" }
`;

const BASE = `.setup:
  script: [install]
.base: &base
  variables: { MODE: base, LEVEL: 3 }
  before_script:
    - |
      set -e
      echo begin
lint:
  <<: *base
  script: lint
  stage: build
`;

const DEPLOY = `spec:
  inputs: { environment: {} }
---
deploy-$[[ inputs.environment ]]:
  stage: deploy
  script: deploy $[[ inputs.environment ]]
`;

const MERGED = `.setup:
  script:
    - install

.base:
  variables:
    MODE: base
    LEVEL: 3
  before_script:
    - |
      set -e
      echo begin

lint:
  variables:
    MODE: base
    LEVEL: 3
  before_script:
    - |
      set -e
      echo begin
  script: lint
  stage: build

deploy-production:
  stage: deploy
  script: deploy production

stages:
  - .pre
  - build
  - deploy
  - .post

default:
  image: node:20

build:
  variables:
    MODE: 'yes'
    LEVEL: 3
  before_script:
    - |
      set -e
      echo begin
  extends: .base
  stage: build
  script:
    - - install
    - make
`;

const FILES = {
  '.gitlab-ci.yml': PIPELINE,
  'ci/base.yml': BASE,
  'ci/deploy.yml': DEPLOY,
  'inputs.yml': `spec:\n  inputs:\n    count: { type: number }\n    name: { default: x }\n---\na:\n  parallel: $[[ inputs.count ]]\n  script: echo $[[ inputs.name ]]\n`,
  'wrong.yml': 'a:\n  extends: .nowhere\n  script: b\n',
  'keyword.yml': 'a:\n  script: b\n  retry: 9\n',
  'remote.yml': 'include: [{ remote: "https://example.com/x.yml" }]\na: { script: b }\n',
};

let folder = '';
let merged: (...args: readonly string[]) => Promise<Run>;

beforeAll(async () => {
  folder = folderWith(FILES);
  const run = await buildProgram('merged');
  merged = (...args) => run(['pipeline', '--merged', ...args], { folder });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the merged pipeline', { timeout: 60_000 }, () => {
  test('is what GitLab merges, in its order, with hidden jobs, extends and edge stages', async () => {
    expect(await merged()).toEqual({ code: 0, stdout: MERGED, stderr: '' });
  });

  test('says behind each line where it comes from', async () => {
    const { stdout } = await merged('--origins');
    const lines = stdout.split('\n');
    expect(lines.map((line) => line.replace(/ +#.*$/, '')).join('\n')).toBe(MERGED);
    const ofBuild = lines.slice(lines.findIndex((line) => line.startsWith('build:')));
    expect(ofBuild.join('\n')).toMatchInlineSnapshot(`
      "build:                       # .gitlab-ci.yml:8
        variables:                 # .gitlab-ci.yml:14
          MODE: 'yes'              # .gitlab-ci.yml:14
          LEVEL: 3                 # ci/base.yml:4 · extends .base
        before_script:             # ci/base.yml:5 · extends .base
          - |                      # ci/base.yml:6 · extends .base
            set -e
            echo begin
        extends: .base             # .gitlab-ci.yml:9
        stage: build               # .gitlab-ci.yml:10
        script:                    # .gitlab-ci.yml:11
          - - install              # ci/base.yml:2 · !reference [.setup, script]
          - make                   # .gitlab-ci.yml:13
      "
    `);
    expect(stdout).toMatch(/^ {2}script: deploy production +# ci\/deploy.yml:6 · input environment$/m);
    expect(stdout).toMatch(/^ {2}- \.post +# added by GitLab$/m);
    expect(stdout).toMatch(/^ {4}LEVEL: 3 +# ci\/base.yml:4 · \*base$/m);
  });

  test('is a value with origins as JSON', async () => {
    const { stdout, code } = await merged('--format', 'json');
    const answer = JSON.parse(stdout) as Record<string, unknown>;
    expect(code).toBe(0);
    expect(answer).toMatchObject({ version: 1, valid: true, errors: [], file: '.gitlab-ci.yml', unknown: [] });
    expect(answer['files']).toEqual(['.gitlab-ci.yml', 'ci/base.yml', 'ci/deploy.yml']);
    expect(answer['value']).toMatchObject({ build: { variables: { MODE: 'yes', LEVEL: 3 }, extends: '.base' } });
    const origins = answer['origins'] as { path: unknown[] }[];
    expect(origins.find(({ path }) => path.join('/') === 'build/script/0/0')).toEqual({
      path: ['build', 'script', 0, 0],
      file: 'ci/base.yml',
      line: 2,
      column: 12,
      steps: ['!reference [.setup, script]'],
    });
  });

  test('fills in the inputs that are given', async () => {
    const { stdout, code } = await merged('inputs.yml', '--input', 'count=4', '--input', 'name=a=b');
    expect({ stdout, code }).toEqual({ code: 0, stdout: 'a:\n  parallel: 4\n  script: echo a=b\n' });
    const without = await merged('inputs.yml');
    expect(without).toMatchObject({ code: 1, stdout: '' });
    expect(without.stderr).toContain('`count` input: required value has not been provided');
  });

  test('tells in the words of GitLab what is wrong', async () => {
    const wrong = await merged('wrong.yml');
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain('a: unknown keys in `extends` (.nowhere)');
    const keyword = await merged('keyword.yml');
    expect(keyword).toMatchObject({ code: 1, stdout: 'a:\n  script: b\n  retry: 9\n' });
    expect(keyword.stderr).toContain('GitLab refuses the pipeline');
  });

  test('names what it could not read', async () => {
    const remote = await merged('remote.yml');
    expect(remote.code).toBe(2);
    expect(remote.stdout).toContain("# Not in here: include:remote 'https://example.com/x.yml'");
    expect(remote.stdout).toContain('a:\n  script: b\n');
  });
});
