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
    await window.editor.squiggle('error').first().waitFor();
  });
  afterAll(async () => {
    await opened.stop();
    await folder.remove();
  });

  /** Takes a proposal behind what was typed. */
  async function choose(label: string, result: string): Promise<void> {
    await window.editor.suggested(label);
    await window.screenshot(`writing-${label.replaceAll(/\W+/g, '-')}`);
    await window.editor.takeSuggestion(label, result);
  }

  test('is offered variables behind a dollar sign, and values in quotes', async () => {
    keepPictureOfFailure(window, 'writing-values');
    await window.editor.press('Control+End');
    await window.editor.type('job:\n  script: echo $CI_COMMIT_REF_SL');
    await choose('$CI_COMMIT_REF_SLUG', 'echo $CI_COMMIT_REF_SLUG');
    await window.editor.press('End', 'Enter');
    // Whether the editor closes a quote by itself depends on how far its colouring is: typed, it is there once.
    await window.editor.type('stage: ""');
    await window.editor.press('ArrowLeft');
    await window.editor.type('bu');
    await choose('build', 'stage: "build"');
    await window.editor.press('End', 'Enter');
    await window.editor.type('environment: {}');
    await window.editor.press('ArrowLeft');
    await window.editor.type('action: sto');
    await choose('stop', '{action: stop}');
    expect(await window.page.locator('.view-lines').first().innerText()).not.toContain('$$');
  });

  test('creates the job that is needed, at a key', async () => {
    keepPictureOfFailure(window, 'writing-quick-fix');
    await window.editor.revert();
    await window.editor.squiggle('error').first().waitFor();
    await window.editor.goTo('5:11');
    const action = await window.editor.offered("Create job 'lint'");
    await window.screenshot('writing-quick-fix');
    await action.click();
    await window.editor.line('lint:').first().waitFor();
  });
});
