import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPackagedWindow, type PackagedWindow } from './packaged-window.ts';
import type { Workbench } from './workbench.ts';
import { git, makeFolder, type WorkspaceFolder } from './workspace-folder.ts';

const pipeline = `include:
  - ci/base.yml
  - local: ci/deploy.yml
    inputs: { environment: production }

stages: [build, test, deploy]

variables:
  REGION: eu-west-1
  MODE: slow

default:
  image: node:20
  tags: [docker]
  cache: &cache
    key: $CI_COMMIT_REF_SLUG
    paths: [node_modules]

build:
  extends: .build
  stage: build
  script:
    - !reference [.setup, script]
    - make all
  variables:
    MODE: fast

unit tests:
  extends: .build
  stage: test
  needs: [build]
  script: make test --mode=$MODE --region=$REGION
`;

const base = `.setup:
  script:
    - npm ci --prefer-offline
    - node --version

.common:
  retry: 2
  interruptible: true

.build:
  extends: .common
  before_script:
    - |
      set -euo pipefail
      echo "Building $CI_COMMIT_SHORT_SHA"
  variables:
    MODE: normal
    LEVEL: 3
  artifacts:
    paths: [dist]
    expire_in: 1 week
`;

const deploy = `spec:
  inputs: { environment: {} }
---
deploy-$[[ inputs.environment ]]:
  stage: deploy
  script: deploy --to $[[ inputs.environment ]]
  environment: $[[ inputs.environment ]]
`;

describe('the merged pipeline in the window', () => {
  let opened: PackagedWindow;
  let folder: WorkspaceFolder;
  let window: Workbench;

  beforeAll(async () => {
    folder = await makeFolder({ '.gitlab-ci.yml': pipeline, 'ci/base.yml': base, 'ci/deploy.yml': deploy });
    await git(folder.path, 'init', '--quiet', '--initial-branch=main');
    await git(folder.path, 'add', '.');
    await git(folder.path, '-c', 'user.name=A', '-c', 'user.email=a@example.com', 'commit', '--quiet', '-m', 'Begin');
    opened = await openPackagedWindow(folder.path, { file: '.gitlab-ci.yml' });
    ({ window } = opened);
  });
  afterAll(async () => {
    await opened.stop();
    await folder.remove();
  });

  test('a hover shows the job as GitLab runs it, with a link to the whole pipeline', async () => {
    // The server answers from here on.
    await window.page.locator('.codelens-decoration').first().waitFor();
    await window.goTo('19');
    await window.press('Home');
    await window.line('build:').first().locator('span', { hasText: 'build' }).last().hover();
    const hover = window.page.locator('.monaco-hover:visible');
    await hover.getByText('Show Merged Pipeline').waitFor();
    await window.screenshot('60-job-hover');
    await window.press('Escape');
  });

  test('a hover on a variable shows which value wins', async () => {
    await window.goTo('33');
    await window.press('End', 'Home');
    const name = window.line('make test').locator('span', { hasText: 'MODE' }).last();
    await name.hover();
    await window.page.locator('.monaco-hover:visible').getByText('Of these the first that counts wins').waitFor();
    await window.screenshot('61-variable-hover');
    await window.press('Escape');
  });

  test('the merged pipeline shows where each line comes from, and leads there', async () => {
    await window.command('Plumbline: Show Merged Pipeline');
    await window.page.locator('.tab.active').filter({ hasText: 'Merged Pipeline' }).waitFor();
    await window.line('deploy-production').first().waitFor();
    await window.screenshot('62-merged-pipeline');
    await window.line('retry: 2').last().hover();
    await window.page.locator('.monaco-hover:visible').getByText('Written in').waitFor();
    await window.screenshot('63-merged-hover');
    await window.press('Escape');
  });

  test('it follows the files that it is made of', async () => {
    await writeFile(path.join(folder.path, 'ci/base.yml'), base.replace('retry: 2', 'retry: 1'));
    await window.line('retry: 1').first().waitFor();
    await expect.poll(() => window.line('retry: 2').count()).toBe(0);
  });

  test('a comparison with the target branch shows what the change makes of every job', async () => {
    await window.command('Plumbline: Compare Merged Pipeline with Target Branch');
    await window.page.locator('.tab.active').filter({ hasText: 'working tree' }).waitFor();
    await window.line('retry: 1').first().waitFor();
    await window.screenshot('64-merged-comparison');
  });
});
