import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keepPictureOfFailure, openPackagedWindow, type PackagedWindow } from './packaged-window.ts';
import type { Workbench } from './workbench.ts';
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
    await window.page.locator('.codelens-decoration').filter({ hasText: 'default branch · MR' }).first().waitFor();
    await window.openFile('.gitlab-ci.yml');
  });
  afterAll(async () => {
    await opened.stop();
    await folder.remove();
  });

  /** A key pressed before the editor has the focus again is lost, so it is pressed again. */
  async function offered(action: string): Promise<void> {
    const row = window.page.locator('.action-widget .monaco-list-row').filter({ hasText: action }).first();
    for (let attempt = 0; attempt < 10 && !(await row.isVisible()); attempt += 1) {
      await window.press('Control+.');
      await row.waitFor({ timeout: 3000 }).catch(() => window.press('Escape'));
    }
    await row.waitFor();
  }

  function shown(text: string): ReturnType<Workbench['page']['locator']> {
    return window.page.locator('.view-lines').filter({ hasText: text }).first();
  }

  test('sees in lenses where jobs run, and in hints what they get', async () => {
    keepPictureOfFailure(window, 'editor-1');
    await window.page.locator('.codelens-decoration').filter({ hasText: 'default branch · MR' }).first().waitFor();
    await shown('4 jobs').waitFor();
    await window.screenshot('30-lenses-and-hints');
  });

  test('is told about a keyword beside the list', async () => {
    keepPictureOfFailure(window, 'editor-2');
    await window.goTo('12:19');
    await window.press('End', 'Enter');
    await window.page.keyboard.type('ret');
    const row = window.page.locator('.suggest-widget.visible .monaco-list-row').filter({ hasText: 'retry' });
    await row.first().waitFor();
    const details = window.page.locator('.suggest-details-container:visible');
    if (!(await details.isVisible())) await window.press('Control+Space');
    await details.filter({ hasText: 'GitLab documentation' }).waitFor();
    await window.screenshot('31-completion-documentation');
    await window.press('Escape');
    await window.command('File: Revert File');
  });

  test('is offered only jobs of earlier stages', async () => {
    keepPictureOfFailure(window, 'editor-3');
    await window.goTo('12:11');
    await window.page.keyboard.type(' ');
    await window.press('Control+Space');
    await window.page.locator('.suggest-widget.visible').waitFor();
    await window.screenshot('32-completion-needs');
    await window.press('Escape');
    await window.command('File: Revert File');
  });

  test('hovers with the keyboard', async () => {
    keepPictureOfFailure(window, 'editor-4');
    await window.goTo('10:2');
    await window.command('Show or Focus Hover');
    await window.page.locator('.monaco-hover:visible').filter({ hasText: 'extends .base' }).first().waitFor();
    await window.screenshot('33-job-hover');
    await window.press('Escape');
    await window.goTo('19:17');
    await window.command('Show or Focus Hover');
    await window.page.locator('.monaco-hover:visible').filter({ hasText: 'variables' }).first().waitFor();
    await window.screenshot('34-variable-hover');
    await window.press('Escape');
  });

  test('finds actions at a job of the old form and at an image that floats', async () => {
    keepPictureOfFailure(window, 'editor-5');
    await window.goTo('20:5');
    await offered('rules');
    await window.screenshot('35-actions-rules');
    await window.press('Escape');
    await window.goTo('18:12');
    await offered('ruby:3.4');
    await window.screenshot('36-actions-image');
    await window.press('Escape');
  });

  test('opens the places of a lens with the keyboard', async () => {
    keepPictureOfFailure(window, 'editor-6');
    await window.openFile('base.yml');
    await window.page.locator('.codelens-decoration').filter({ hasText: 'used by 2 jobs' }).first().waitFor();
    await window.goTo('3:1');
    await window.command('Show CodeLens Commands for Current Line');
    await window.quickInputRow('used by 2 jobs').first().waitFor();
    await window.press('Enter');
    await window.page.locator('.peekview-widget').waitFor();
    await window.screenshot('37-lens-places');
    await window.press('Escape');
  });

  test('renames a hidden job in all files', async () => {
    keepPictureOfFailure(window, 'editor-7');
    await window.goTo('3:3');
    await window.press('F2');
    const box = window.page.locator('.rename-box input:visible');
    await box.waitFor();
    await box.fill('.common');
    await window.screenshot('38-rename');
    await window.press('Enter');
    await shown('.common').waitFor();
    await window.command('View: Open Previous Editor');
    await shown('extends: .common').waitFor();
    await window.screenshot('39-renamed');
    await window.command('File: Save All');
    await expect
      .poll(async () => readFile(path.join(folder.path, '.gitlab-ci.yml'), 'utf8'))
      .toContain('extends: .common');
  });
});
