import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDemo, type RunningDemo } from '../demo/demo.ts';
import { ensurePart } from '../setup/parts.mjs';
import { keepPictureOfFailure, openPackagedWindow, type PackagedWindow } from './packaged-window.ts';
import { untilWorks } from './patience.ts';
import type { Workbench } from './workbench.ts';
import { git } from './workspace-folder.ts';

const title = 'Roll the API 5.3.0 out to staging';
const branch = 'roll-the-api-5.3.0-out-to-staging';

let demo: RunningDemo;
let opened: PackagedWindow;
let window: Workbench;

beforeAll(async () => {
  const kubectl = await ensurePart('kubectl');
  if (!kubectl.ok) throw new Error(kubectl.why);
  demo = await startDemo({ kubectl: kubectl.paths.kubectl });
  const { KUBECONFIG = '', PATH = '' } = demo.environment;
  opened = await openPackagedWindow(demo.clone, {
    file: '.gitlab-ci.yml',
    // The trace of every message, with its contents, is the hardest case for the secrecy of tokens.
    settings: { 'plumbline.trace.server': 'verbose' },
    environment: { KUBECONFIG, PATH },
  });
  ({ window } = opened);
});

afterAll(async () => {
  await opened.stop();
  await demo.stop();
});

/** Every file below a folder with its text. */
async function textsBelow(folder: string): Promise<readonly (readonly [file: string, text: string])[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return Promise.all(files.map(async (file) => [file, await readFile(file, 'latin1')] as const));
}

describe('a day of work with the packaged extension', () => {
  test('signs in to the GitLab of the remote, by keyboard', async () => {
    keepPictureOfFailure(window, 'sign-in');
    await window.openContainer();
    await window.pane('Changes').getByText('Sign in to your GitLab to see').waitFor();
    await window.command('Developer: Set Log Level...');
    await window.quickInput.choose('Plumbline');
    await window.quickInput.choose('Trace');

    await window.command('Plumbline: Sign In');
    await window.quickInput.step('URL of your GitLab');
    expect(await window.quickInput.input.inputValue()).toBe(demo.gitlab.url);
    await window.quickInput.press('Enter');
    await window.quickInput.step('Personal access token');
    await window.quickInput.input.fill('glpat-this-one-is-wrong');
    await window.screenshot('10-token');
    await window.quickInput.press('Enter');
    // The prompt names a token as well; only the refusal says this.
    await window.quickInput.widget.locator('.quick-input-message').filter({ hasText: 'is not accepted' }).waitFor();
    await window.screenshot('11-token-refused');
    await window.quickInput.answer(demo.seed.token);
    await window.notification('as Sam Silva (@sam)').waitFor();
  });

  test('shows the changes, the open merge requests and the environments', async () => {
    keepPictureOfFailure(window, 'views');
    await window.row('Changes', 'kustomization.yaml').waitFor();
    await window.row('Changes', 'verify.yml').waitFor();
    await window.row('Merge Requests', 'Give the checkout 45 seconds').waitFor();
    await window.row('Environments', 'staging').waitFor();
    await window.row('Environments', /production.* behind/u).waitFor();
    await window.statusBarItem('3 changes').waitFor();
    await window.clearNotifications();
    await window.expandRow('Environments', 'production', '3 commits are not deployed');
    await window.row('Changes', 'verify.yml').hover();
    await window.screenshot('12-environments');
  });

  test('previews the jobs that the pipeline would run', async () => {
    keepPictureOfFailure(window, 'plan-pipeline');
    await window.editor.open('.gitlab-ci.yml');
    await window.command('Plumbline: Preview Plan');
    await window.row('Plan', 'push to main').waitFor();
    const page = await window.frameWith('smoke-test:staging');
    expect(await page.locator('tr').filter({ hasText: 'smoke-test:staging' }).first().innerText()).toContain('added');
    await window.screenshot('13-plan-pipeline');
  });

  test('previews the objects that an overlay would change', async () => {
    keepPictureOfFailure(window, 'plan-objects');
    await window.editor.open('overlays/production/kustomization.yaml');
    await window.command('Plumbline: Preview Plan');
    await window.row('Plan', 'Deployment').first().waitFor();
    await window.page.locator('.multiDiffEntry').first().waitFor();
    await window.screenshot('14-plan-objects');
    await window.command('View: Close All Editors');
  });

  test('opens a merge request from the palette, by keyboard only', async () => {
    keepPictureOfFailure(window, 'merge-request');
    await window.command('Plumbline: Open Merge Request');
    await window.quickInput.step('Files to commit');
    await window.screenshot('15-merge-request-files');
    await window.quickInput.press('Enter');
    await window.quickInput.step('Title of the merge request');
    await window.quickInput.answer(title);
    await window.quickInput.step('Branch that is pushed');
    await window.quickInput.proposal('roll-the-api');
    await window.quickInput.input.fill('not a branch');
    await window.quickInput.widget.getByText('A branch name has no spaces').waitFor();
    await window.quickInput.press('Control+Alt+Minus');
    await window.quickInput.step('Title of the merge request');
    expect(await window.quickInput.input.inputValue()).toBe(title);
    await window.quickInput.press('Enter');
    await window.quickInput.step('Branch that is pushed');
    await window.quickInput.proposal('roll-the-api');
    await window.quickInput.answer(branch);
    await window.quickInput.step('Target branch');
    await window.quickInput.press('Enter');
    await window.quickInput.moveTo('Open merge request');
    await window.screenshot('16-merge-request-review');
    await window.quickInput.press('Enter');
    await window.notification(/Merge request !\d+ opened/u).waitFor();
    await window.openContainer();
    await window.row('Merge Requests', title).waitFor();
    await window.screenshot('17-merge-request-opened');
  });

  test('made that merge request with one real commit on one real branch', async () => {
    const { project } = demo.seed;
    const made = project.mergeRequests.filter((mergeRequest) => mergeRequest.title === title);
    expect(made.map(({ sourceBranch, targetBranch }) => [sourceBranch, targetBranch])).toEqual([[branch, 'main']]);
    await git(demo.clone, 'fetch', '--quiet', project.repository);
    expect(await git(demo.clone, 'log', '--format=%s', `origin/main..${branch}`)).toBe(title);
    expect(await git(project.repository, 'rev-parse', branch)).toBe(await git(demo.clone, 'rev-parse', branch));
    expect(await git(demo.clone, 'status', '--porcelain')).toBe('');
  });

  test('shows drift on the line that owns the field', async () => {
    keepPictureOfFailure(window, 'drift');
    await window.clearNotifications();
    await window.command('Plumbline: Check Drift');
    await window.row('Drift', 'production').waitFor();
    await window.statusBarItem(/Drift: \d/u).waitFor();
    await untilWorks('to open the line that drifted', async (patience) => {
      await window.row('Drift', 'replicas').first().click(patience);
      await window.editor.squiggle('info').first().waitFor(patience);
    });
    await window.screenshot('18-drift');
  });

  test('has written the token nowhere, though every message was traced', async () => {
    const texts = await textsBelow(opened.server.folder);
    const log = texts.filter(([file]) => /Plumbline\.log$/u.test(file)).map(([, text]) => text);
    expect(log.join('\n')).toMatch(/plumbline\/signIn[\s\S]*\[redacted\]/u);
    for (const secret of [demo.seed.token, Buffer.from(`oauth2:${demo.seed.token}`).toString('base64')]) {
      expect(texts.filter(([, text]) => text.includes(secret)).map(([file]) => file)).toEqual([]);
      const own = await textsBelow(demo.clone);
      expect(own.filter(([, text]) => text.includes(secret)).map(([file]) => file)).toEqual([]);
    }
  });
});
