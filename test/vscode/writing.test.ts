import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keepPictureOfFailure, openPackagedWindow, type PackagedWindow } from './packaged-window.ts';
import type { Workbench } from './workbench.ts';
import { makeFolder, type WorkspaceFolder } from './workspace-folder.ts';

const PIPELINE = 'stages: [build]\nbuild:\n  stage: build\n  script: make\n  needs: [lint]\n';

describe('somebody who writes a pipeline', () => {
  let opened: PackagedWindow;
  let folder: WorkspaceFolder;
  let window: Workbench;

  beforeAll(async () => {
    folder = await makeFolder({ '.gitlab-ci.yml': PIPELINE });
    opened = await openPackagedWindow(folder.path, { file: '.gitlab-ci.yml' });
    ({ window } = opened);
    await window.squiggle('error').first().waitFor();
    await window.openFile('.gitlab-ci.yml');
  });
  afterAll(async () => {
    await opened.stop();
    await folder.remove();
  });

  /** Chooses an item of the list that typing has opened, and waits for its text in the editor. */
  async function choose(label: string, result: string): Promise<void> {
    const item = window.page.locator('.suggest-widget.visible .monaco-list-row').filter({ hasText: label }).first();
    await item.waitFor();
    await window.screenshot(`writing-${label.replaceAll(/\W+/g, '-')}`);
    await item.click();
    await window.page.locator('.view-lines').filter({ hasText: result }).first().waitFor();
  }

  test('is offered variables behind a dollar sign, and values in quotes', async () => {
    keepPictureOfFailure(window, 'writing-values');
    await window.press('Control+End');
    await window.page.keyboard.type('job:\n  script: echo $CI_COMMIT_REF_SL');
    await choose('$CI_COMMIT_REF_SLUG', 'echo $CI_COMMIT_REF_SLUG');
    await window.press('End', 'Enter');
    // Whether the editor closes a quote by itself depends on how far its colouring is: typed, it is there once.
    await window.page.keyboard.type('stage: ""');
    await window.press('ArrowLeft');
    await window.page.keyboard.type('bu');
    await choose('build', 'stage: "build"');
    await window.press('End', 'Enter');
    await window.page.keyboard.type('environment: {}');
    await window.press('ArrowLeft');
    await window.page.keyboard.type('action: sto');
    await choose('stop', '{action: stop}');
    expect(await window.page.locator('.view-lines').first().innerText()).not.toContain('$$');
  });

  test('creates the job that is needed, at a key', async () => {
    keepPictureOfFailure(window, 'writing-quick-fix');
    await window.command('File: Revert File');
    // The command comes back before the text does.
    await window.line('CI_COMMIT_REF_SLUG').first().waitFor({ state: 'detached' });
    await window.squiggle('error').first().waitFor();
    await window.goTo('5:11');
    await window.press('Control+.');
    const action = window.page.locator('.action-widget .monaco-list-row').filter({ hasText: "Create job 'lint'" });
    await action.first().waitFor();
    await window.screenshot('writing-quick-fix');
    await action.first().click();
    await window.page.locator('.view-lines').filter({ hasText: 'lint:' }).first().waitFor();
  });
});
