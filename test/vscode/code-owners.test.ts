import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keepPictureOfFailure, openPackagedWindow, type PackagedWindow } from './packaged-window.ts';
import type { Workbench } from './workbench.ts';
import { git, makeFolder, type WorkspaceFolder } from './workspace-folder.ts';

const FILES: Readonly<Record<string, string>> = {
  CODEOWNERS: `* @everybody
*.md nobody @writers

[Documentation][2] @docs/team
docs
/docs/guide/
^[Style] @design
*.css
`,
  'docs/index.md': '# Index\n',
  'docs/guide/start.md': '# Start\n',
};

describe('CODEOWNERS in a window', () => {
  let opened: PackagedWindow;
  let folder: WorkspaceFolder;
  let window: Workbench;

  beforeAll(async () => {
    folder = await makeFolder(FILES);
    await git(folder.path, 'init', '--quiet');
    opened = await openPackagedWindow(folder.path, { file: 'CODEOWNERS' });
    ({ window } = opened);
  });
  afterAll(async () => {
    await opened.stop();
    await folder.remove();
  });

  test('has colours, findings, and behind each line how many files it owns', async () => {
    keepPictureOfFailure(window, 'owners-file');
    await window.editor.squiggle('error').first().waitFor();
    await window.editor.squiggle('warning').first().waitFor();
    await window.page.locator('.view-lines').getByText('1 file', { exact: true }).first().waitFor();
    await window.screenshot('80-codeowners');
  });

  test('is named in the status bar, which leads to the line that decides', async () => {
    keepPictureOfFailure(window, 'owners-status');
    await window.editor.open('start.md');
    const status = window.statusBarItem('@writers @docs/team');
    await status.waitFor();
    await window.screenshot('81-owners-in-status-bar');
    await status.click();
    const row = window.quickInput.row('@docs/team');
    await row.waitFor();
    expect(await row.innerText()).toContain('Documentation · 2 approvals');
    await window.screenshot('82-owners-of-file');
    await window.quickInput.choose('@docs/team');
    await window.statusBarItem('Ln 6, Col 1').waitFor();
  });
});
