import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDemo, type RunningDemo } from '../demo/demo.ts';
import { keepPictureOfFailure, openPackagedWindow, type PackagedWindow } from './packaged-window.ts';
import { signIn } from './sign-in.ts';
import type { Workbench } from './workbench.ts';
import { git } from './workspace-folder.ts';

const title = 'Bring the hotfix of web into Git';
const branch = 'web-hotfix';

let demo: RunningDemo;
let opened: PackagedWindow;
let window: Workbench;

beforeAll(async () => {
  demo = await startDemo();
  opened = await openPackagedWindow(demo.clone);
  ({ window } = opened);
  await window.openContainer();
});

afterAll(async () => {
  await opened.stop();
  await demo.stop();
});

describe('when things go wrong', () => {
  test('a view says what failed, and loads again on demand', async () => {
    keepPictureOfFailure(window, 'view-error');
    demo.gitlab.faults.add({ kind: 'status', status: 500, path: '/api/v4/projects/*/environments', count: -1 });
    await signIn(window, { url: demo.gitlab.url, token: demo.seed.token, user: 'Sam Silva (@sam)' });
    await window.row('Environments', 'Retry').waitFor();
    expect(await window.pane('Environments').innerText()).toContain('500');
    await window.screenshot('20-view-error');
    demo.gitlab.faults.clear();
    await window.row('Environments', 'Retry').click();
    await window.row('Environments', 'production').waitFor();
  });

  test('a merge request that GitLab refuses to make stays there to resume', async () => {
    keepPictureOfFailure(window, 'resume');
    await window.command('Plumbline: Open Merge Request');
    await window.step('Files to commit');
    await window.press('Enter');
    await window.step('Title of the merge request');
    await window.quickInputText.fill(title);
    await window.press('Enter');
    await window.step('Branch that is pushed');
    await window.quickInputText.fill(branch);
    await window.press('Enter');
    await window.step('Target branch');
    await window.press('Enter');

    await window.quickInputRow('Edit description').waitFor();
    await window.press('ArrowDown', 'Enter');
    await window.page.locator('.tab.active').filter({ hasText: 'Untitled' }).waitFor();
    await window.page.locator('.editor-instance .view-line').filter({ hasText: 'What changes' }).first().waitFor();
    await window.screenshot('21-description');
    await window.command('View: Focus Active Editor Group');
    await window.press('Control+A');
    await window.page.keyboard.type('Brings 3.8.3 into Git.');
    await window.command('Plumbline: Continue Merge Request');
    await window.quickInputRow('Brings 3.8.3 into Git.').waitFor();
    await window.press('ArrowDown', 'ArrowDown', 'Enter');
    await window.quickInputRow(/Draft.*yes/u).waitFor();
    await window.press('ArrowUp', 'ArrowUp');
    demo.gitlab.faults.add({ kind: 'status', status: 403, method: 'POST', path: '/api/v4/projects/*/merge_requests' });
    await window.press('Enter');

    await window.notification('Resume').waitFor();
    await window.statusBarItem('Merge request unfinished').waitFor();
    await window.row('Changes', `Unfinished: Draft: ${title}`).waitFor();
    await window.screenshot('22-unfinished');
    await window.command('Notifications: Clear All Notifications');
    await window.command('Plumbline: Resume Merge Request');
    await window.notification(/Merge request !\d+ opened/u).waitFor();
    await window.statusBarItem(/!\d+/u).waitFor();
  });

  test('nothing of it was made twice', async () => {
    const { project } = demo.seed;
    const made = project.mergeRequests.filter(({ sourceBranch }) => sourceBranch === branch);
    expect(made.map(({ description }) => description)).toEqual(['Brings 3.8.3 into Git.']);
    expect(made[0]?.title).toBe(`Draft: ${title}`);
    expect(await git(demo.clone, 'rev-list', '--count', `origin/main..${branch}`)).toBe('1');
    const branches = await git(project.repository, 'for-each-ref', '--format=%(refname:short)', 'refs/heads');
    expect(branches.split('\n').sort()).toEqual(['ben/checkout-timeout', 'main', branch]);
  });

  test('a second run on that branch offers to commit to the merge request that is open', async () => {
    keepPictureOfFailure(window, 'existing');
    await window.command('Plumbline: Open Merge Request');
    await window.quickInputRow(/Commit to !\d+/u).waitFor();
    await window.screenshot('23-existing');
    await window.press('Escape');
  });

  test('signing out forgets the token, and the views say so', async () => {
    keepPictureOfFailure(window, 'sign-out');
    await window.command('Plumbline: Sign Out');
    await window.notification('Signed out of').waitFor();
    await window.pane('Environments').getByText('Sign in to your GitLab to see').waitFor();
  });
});
