import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { engine } from '../gitlab/engine.ts';
import { accessLevel, startGitLab, type TestGitLab } from '../gitlab/index.ts';
import { repositoryFolder } from '../setup/machine.mjs';
import { startBrowser } from './browser.ts';
import { startTestServer, type CodeServer } from './code-server.ts';
import { Workbench } from './workbench.ts';
import { git } from './workspace-folder.ts';

const entry = `include: ci/test.yml

stages: [build, test]

compile:
  stage: build
  script: [make]
`;
const included = `unit:
  stage: test
  needs: [complie]
  script: [make check]
`;

let gitlab: TestGitLab;
let server: CodeServer;
let browser: Browser;
let window: Workbench;
let folder: string;
let token: string;

beforeAll(async () => {
  gitlab = await startGitLab({ ...engine });
  const owner = gitlab.createUser({ username: 'sam', name: 'Sam Silva' });
  token = gitlab.createToken(owner);
  const files = { '.gitlab-ci.yml': entry, 'ci/test.yml': included };
  const project = await gitlab.createProject({
    path: 'shop/api',
    name: 'API',
    owner,
    members: [[owner, accessLevel.maintainer]],
    files,
  });
  folder = path.join(await mkdtemp(path.join(tmpdir(), 'plumbline-lint-')), 'api');
  await git(path.dirname(folder), 'clone', '--quiet', project.repository, folder);
  await git(folder, 'remote', 'set-url', 'origin', `${gitlab.url}/${project.path}.git`);
  server = await startTestServer({
    extensions: [path.join(repositoryFolder, 'dist/plumbline.vsix')],
    flags: ['--disable-workspace-trust'],
    settings: { 'plumbline.gitlabCi.lintOnSave': true },
  });
  browser = await startBrowser();
  window = await Workbench.open(browser, server, { folder, file: path.join(folder, '.gitlab-ci.yml') });
});

afterAll(async () => {
  await browser.close();
  await server.stop();
  await gitlab.stop();
  await rm(path.dirname(folder), { recursive: true, force: true });
});

function keepPictureOfFailure(name: string): void {
  onTestFailed(() => window.screenshot(`failed-lint-${name}`));
}

/** The tab that was opened with the window. */
async function showEntry(): Promise<void> {
  await window.page.locator('.tab').filter({ hasText: '.gitlab-ci.yml' }).click();
  await window.page.locator('.tab.active').filter({ hasText: '.gitlab-ci.yml' }).waitFor();
}

function lints(): number {
  return gitlab.requests.filter(({ path: asked }) => asked.includes('/ci/lint')).length;
}

/** A row of the Problems view. */
function problem(text: string | RegExp): ReturnType<Workbench['notification']> {
  return window.page.locator('.markers-panel .monaco-list-row').filter({ hasText: text });
}

describe('lint with GitLab in the editor', () => {
  test('asks nobody before somebody signs in, and does not call that valid', async () => {
    keepPictureOfFailure('signed-out');
    // A quick input that opens while the window still loads is closed again.
    await window.openContainer();
    await window.pane('Changes').getByText('Sign in to your GitLab to see').waitFor();
    await showEntry();
    await window.command('Plumbline: Lint with GitLab');
    await window.notification(/No GitLab project is known|not signed in/u).waitFor();
    await window.statusBarItem('GitLab: not linted').waitFor();
    expect(lints()).toBe(0);
    await window.command('Notifications: Clear All Notifications');
  });

  test('places each message on its line, in the included file too', async () => {
    keepPictureOfFailure('placed');
    await window.command('Plumbline: Sign In');
    await window.step('URL of your GitLab');
    await window.quickInputText.fill(gitlab.url);
    await window.press('Enter');
    await window.step('Personal access token');
    await window.quickInputText.fill(token);
    await window.press('Enter');
    await window.notification('as Sam Silva (@sam)').waitFor();
    await window.command('Notifications: Clear All Notifications');
    await showEntry();
    await window.command('Plumbline: Lint with GitLab');
    await window.statusBarItem('GitLab: 1 error').waitFor();
    await problem('unit job: undefined need: complie').waitFor();
    await window.openFile('test.yml');
    await window.squiggle('error').first().waitFor();
    await window.screenshot('20-gitlab-lint');
  });

  test('makes findings old with the next edit, and lints again on save', async () => {
    keepPictureOfFailure('on-save');
    const before = lints();
    await writeFile(path.join(folder, 'ci/test.yml'), included.replace('complie', 'compile'));
    await window.page.locator('.view-line').filter({ hasText: 'compile' }).first().waitFor();
    await window.statusBarItem('GitLab: changed since').waitFor();
    await window.press('Control+End');
    await window.page.keyboard.type('# ');
    await window.press('Control+S');
    await expect.poll(lints, { timeout: 30_000 }).toBeGreaterThan(before);
    // GitLab still reads the included file as pushed.
    await window.statusBarItem('GitLab: 1 error').waitFor();
  });

  test('shows another verdict as a bug of Plumbline, with a report to copy', async () => {
    keepPictureOfFailure('difference');
    await window.command('Notifications: Clear All Notifications');
    await git(folder, 'checkout', '--quiet', '.');
    await writeFile(path.join(folder, '.gitlab-ci.yml'), entry.replace('include: ci/test.yml\n', ''));
    await showEntry();
    const body = { valid: false, errors: ['jobs:compile:script glows in the dark'], warnings: [], includes: [] };
    gitlab.faults.add({ path: '/api/v4/projects/*/ci/lint', kind: 'status', status: 200, body, count: -1 });
    await window.command('Plumbline: Lint with GitLab');
    const notice = window.notification('that is a bug in Plumbline');
    await notice.waitFor();
    await problem('jobs:compile:script glows in the dark').waitFor();
    await window.screenshot('21-gitlab-lint-difference');
    await notice.getByText('Show Report').click();
    await window.page.locator('.view-line').filter({ hasText: '## Only GitLab' }).first().waitFor();
    await window.screenshot('22-gitlab-lint-report');
    await window.command('Plumbline: Copy Report of a Different Verdict');
    await window.notification('The report is in the clipboard').waitFor();
    gitlab.faults.clear();
  });

  test('says that it does not know when GitLab cannot be reached', async () => {
    keepPictureOfFailure('offline');
    await window.command('Notifications: Clear All Notifications');
    await showEntry();
    gitlab.faults.add({ path: '/api/v4/*', kind: 'cut', when: 'before-answer', count: -1 });
    await window.command('Plumbline: Lint with GitLab');
    await window.notification('cannot be reached').first().waitFor();
    await window.statusBarItem('GitLab: not linted').waitFor();
    await expect.poll(() => problem('glows in the dark').count()).toBe(0);
  });
});
