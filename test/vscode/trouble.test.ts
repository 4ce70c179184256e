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
    await window.pane('Environments').filter({ hasText: '500' }).waitFor();
    await window.screenshot('20-view-error');
    demo.gitlab.faults.clear();
    await window.row('Environments', 'Retry').click();
    await window.row('Environments', 'production').waitFor();
  });

  test('a merge request that GitLab refuses to make stays there to resume', async () => {
    keepPictureOfFailure(window, 'resume');
    await window.command('Plumbline: Open Merge Request');
    await window.quickInput.step('Files to commit');
    await window.quickInput.press('Enter');
    await window.quickInput.step('Title of the merge request');
    await window.quickInput.answer(title);
    await window.quickInput.step('Branch that is pushed');
    await window.quickInput.proposal('bring-the-hotfix');
    await window.quickInput.answer(branch);
    await window.quickInput.step('Target branch');
    await window.quickInput.press('Enter');

    await window.quickInput.choose('Edit description');
    await window.editor.activeTab('Untitled');
    await window.editor.line('What changes').first().waitFor();
    await window.screenshot('21-description');
    await window.editor.press('Control+A');
    await window.editor.type('Brings 3.8.3 into Git.');
    await window.command('Plumbline: Continue Merge Request');
    await window.quickInput.row('Brings 3.8.3 into Git.').waitFor();
    await window.quickInput.choose('Draft');
    await window.quickInput.row(/Draft.*yes/u).waitFor();
    await window.quickInput.moveTo('Open merge request');
    demo.gitlab.faults.add({ kind: 'status', status: 403, method: 'POST', path: '/api/v4/projects/*/merge_requests' });
    await window.quickInput.press('Enter');

    await window.notification('Resume').waitFor();
    await window.statusBarItem('Merge request unfinished').waitFor();
    await window.row('Changes', `Unfinished: Draft: ${title}`).waitFor();
    await window.screenshot('22-unfinished');
    await window.clearNotifications();
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
    await window.quickInput.row(/Commit to !\d+/u).waitFor();
    await window.screenshot('23-existing');
    await window.quickInput.leave();
  });

  test('signing out forgets the token, and the views say so', async () => {
    keepPictureOfFailure(window, 'sign-out');
    await window.command('Plumbline: Sign Out');
    await window.notification('Signed out of').waitFor();
    await window.pane('Environments').getByText('Sign in to your GitLab to see').waitFor();
  });
});
