import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keepPictureOfFailure, openPackagedWindow, type PackagedWindow } from './packaged-window.ts';
import type { Workbench } from './workbench.ts';
import { untilWorks } from './patience.ts';
import { makeFolder, type WorkspaceFolder } from './workspace-folder.ts';

const PIPELINE = `include: ci/base.yml
stages: [build, test, deploy]
compile:
  extends: .base
  stage: build
  parallel:
    matrix:
      - OS: [linux, windows]
        CC: [gcc, clang]
unit:
  extends: .base
  needs: [compile]
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
ship:
  stage: deploy
  image: ruby
  script: ship $LEVEL
  only: [main]
`;
const BASE = `variables:
  LEVEL: debug
.base:
  image: ruby:3.4
  variables:
    LEVEL: info
  script:
    - make $LEVEL
`;

describe('somebody who reads and changes a pipeline of several files', () => {
  let opened: PackagedWindow;
  let folder: WorkspaceFolder;
  let window: Workbench;

  beforeAll(async () => {
    folder = await makeFolder({ '.gitlab-ci.yml': PIPELINE, 'ci/base.yml': BASE });
    opened = await openPackagedWindow(folder.path, { file: '.gitlab-ci.yml' });
    ({ window } = opened);
    await window.editor.lens('default branch · MR').first().waitFor();
  });
  afterAll(async () => {
    await opened.stop();
    await folder.remove();
  });

  function shown(text: string): ReturnType<Workbench['page']['locator']> {
    return window.page.locator('.view-lines').filter({ hasText: text }).first();
  }

  test('sees in lenses where jobs run, and in hints what they get', async () => {
    keepPictureOfFailure(window, 'editor-1');
    await window.editor.lens('default branch · MR').first().waitFor();
    await shown('4 jobs').waitFor();
    await window.screenshot('30-lenses-and-hints');
  });

  test('is told about a keyword beside the list', async () => {
    keepPictureOfFailure(window, 'editor-2');
    await window.editor.goTo('12:19');
    await window.editor.press('End', 'Enter');
    await window.editor.type('ret');
    await window.editor.suggested('retry');
    const details = window.page.locator('.suggest-details-container:visible');
    await untilWorks('the documentation beside the list', async (patience) => {
      if (!(await details.isVisible())) await window.press('Control+Space');
      await details.filter({ hasText: 'GitLab documentation' }).waitFor(patience);
    });
    await window.screenshot('31-completion-documentation');
    await window.editor.hideSuggestions();
    await window.editor.revert();
  });

  test('is offered jobs of earlier stages, and told which run later', async () => {
    keepPictureOfFailure(window, 'editor-3');
    await window.editor.goTo('12:11');
    await window.editor.type(' ');
    await window.editor.suggested('compile');
    await window.editor.suggestions.filter({ hasText: 'ship' }).filter({ hasText: 'later stage deploy' }).waitFor();
    await window.screenshot('32-completion-needs');
    await window.editor.hideSuggestions();
    await window.editor.revert();
  });

  test('hovers with the keyboard', async () => {
    keepPictureOfFailure(window, 'editor-4');
    await window.editor.hoverAt('10:2', 'extends .base');
    await window.screenshot('33-job-hover');
    await window.editor.hoverAt('19:17', 'variables');
    await window.screenshot('34-variable-hover');
    await window.editor.hideHover();
  });

  test('finds actions at a job of the old form and at an image that floats', async () => {
    keepPictureOfFailure(window, 'editor-5');
    await window.editor.goTo('20:5');
    await window.editor.offered('rules');
    await window.screenshot('35-actions-rules');
    await window.editor.hideActions();
    await window.editor.goTo('18:12');
    await window.editor.offered('ruby:3.4');
    await window.screenshot('36-actions-image');
    await window.editor.hideActions();
  });

  test('opens the places of a lens with the keyboard', async () => {
    keepPictureOfFailure(window, 'editor-6');
    await window.editor.open('base.yml');
    await window.editor.lens('used by 2 jobs').first().waitFor();
    await window.editor.goTo('3:1');
    await window.command('Show CodeLens Commands for Current Line');
    await window.quickInput.choose('used by 2 jobs');
    const peek = window.page.locator('.peekview-widget');
    await peek.locator('.preview .view-line').first().waitFor();
    await window.screenshot('37-lens-places');
    await untilWorks('no list of places', async (patience) => {
      if (await peek.isVisible()) await window.press('Escape');
      await peek.waitFor({ state: 'hidden', ...patience });
    });
  });

  test('renames a hidden job in all files', async () => {
    keepPictureOfFailure(window, 'editor-7');
    await window.editor.goTo('3:3');
    const box = window.page.locator('.rename-box input:visible');
    await untilWorks('the box of a rename', async (patience) => {
      await window.editor.press('F2');
      await box.waitFor(patience);
    });
    await box.fill('.common');
    await window.screenshot('38-rename');
    await box.press('Enter');
    await shown('.common').waitFor();
    await window.editor.showTab('.gitlab-ci.yml');
    await shown('extends: .common').waitFor();
    await window.screenshot('39-renamed');
    await window.command('File: Save All Files');
    await expect
      .poll(async () => readFile(path.join(folder.path, '.gitlab-ci.yml'), 'utf8'))
      .toContain('extends: .common');
  });
});
