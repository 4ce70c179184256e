import path from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { keepPictureOfFailure, openPackagedWindow, type PackagedWindow } from './packaged-window.ts';
import type { Workbench } from './workbench.ts';
import { git, makeFolder, writeUntil, type WorkspaceFolder } from './workspace-folder.ts';

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

  /** The words of a line are drawn anew when its colours come; the innermost is the one. */
  function word(line: string, text: string): Locator {
    return window.editor.line(line).first().locator('span', { hasText: text }).last();
  }

  test('a hover shows the job as GitLab runs it, with a link to the whole pipeline', async () => {
    keepPictureOfFailure(window, 'merged-1');
    await window.editor.goTo('19');
    await window.editor.hover(word('build:', 'build'), 'Show Merged Pipeline');
    await window.screenshot('60-job-hover');
    await window.editor.hideHover();
  });

  test('a hover on a variable shows which value wins', async () => {
    keepPictureOfFailure(window, 'merged-2');
    await window.editor.goTo('33');
    await window.editor.hover(word('make test', 'MODE'), 'Of these the first that counts wins');
    await window.screenshot('61-variable-hover');
    await window.editor.hideHover();
  });

  test('the merged pipeline shows where each line comes from, and leads there', async () => {
    keepPictureOfFailure(window, 'merged-3');
    await window.command('Plumbline: Show Merged Pipeline');
    await window.editor.activeTab('Merged Pipeline');
    await window.editor.line('deploy-production').first().waitFor();
    await window.screenshot('62-merged-pipeline');
    await window.editor.hover(word('retry: 2', 'retry'), 'Written in');
    await window.screenshot('63-merged-hover');
    await window.editor.hideHover();
  });

  test('it follows the files that it is made of', async () => {
    keepPictureOfFailure(window, 'merged-4');
    await writeUntil(path.join(folder.path, 'ci/base.yml'), base.replace('retry: 2', 'retry: 1'), (patience) =>
      window.editor.line('retry: 1').first().waitFor(patience),
    );
    await window.editor.line('retry: 2').first().waitFor({ state: 'hidden' });
  });

  test('a comparison with the target branch shows what the change makes of every job', async () => {
    keepPictureOfFailure(window, 'merged-5');
    await window.command('Plumbline: Compare Merged Pipeline with Target Branch');
    await window.editor.activeTab('working tree');
    await window.editor.line('retry: 1').first().waitFor();
    await window.screenshot('64-merged-comparison');
  });
});
