import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { repositoryFolder } from '../setup/machine.mjs';
import { startIncludeBench, type IncludeBench } from '../workflows/include-bench.ts';
import { startBrowser } from './browser.ts';
import { startTestServer, type CodeServer } from './code-server.ts';
import { Workbench } from './workbench.ts';
import { git, makeFolder, type WorkspaceFolder } from './workspace-folder.ts';

let bench: IncludeBench;
let server: CodeServer;
let browser: Browser;
let window: Workbench;
let folder: WorkspaceFolder;

const pipeline = (address: string): string => `include:
  - local: ci/test.yml
  - project: platform/pipelines
    file: build.yml
  - component: $CI_SERVER_FQDN/components/checks/lint@1
    inputs: { stage: test }
  - remote: ${address}

stages: [build, test, deploy]

ship:
  extends: .tools
  stage: deploy
  needs: [build, lint, unit, notify, biuld]
  script: ship
`;

beforeAll(async () => {
  bench = await startIncludeBench();
  const address = bench.gitlab.servePlain('/files/notify.yml', 'notify:\n  stage: test\n  script: notify\n');
  folder = await makeFolder({
    '.gitlab-ci.yml': pipeline(address),
    'ci/test.yml': 'unit:\n  stage: test\n  script: make test\n',
  });
  await git(folder.path, 'init', '--quiet', '--initial-branch=main');
  await git(folder.path, 'remote', 'add', 'origin', `${bench.gitlab.url}/platform/shop/gitops.git`);
  server = await startTestServer({
    extensions: [path.join(repositoryFolder, 'dist/plumbline.vsix')],
    flags: ['--disable-workspace-trust'],
  });
  browser = await startBrowser();
  window = await Workbench.open(browser, server, {
    folder: folder.path,
    file: path.join(folder.path, '.gitlab-ci.yml'),
  });
});

afterAll(async () => {
  await browser.close();
  await server.stop();
  await bench.end();
  await folder.remove();
});

function keepPictureOfFailure(name: string): void {
  onTestFailed(() => window.screenshot(`failed-includes-${name}`));
}

/** A row of the Problems view. */
function problem(text: string | RegExp): ReturnType<Workbench['notification']> {
  return window.page.locator('.markers-panel .monaco-list-row').filter({ hasText: text });
}

function line(text: string): ReturnType<Workbench['notification']> {
  return window.page.locator('.editor-instance .view-line').filter({ hasText: text });
}

async function goTo(position: string): Promise<void> {
  await window.openQuickInput('Control+G');
  await window.quickInputText.fill(`:${position}`);
  await window.press('Enter');
}

async function showEntry(): Promise<void> {
  await window.page.locator('.tab').filter({ hasText: '.gitlab-ci.yml' }).first().click();
  await window.page.locator('.tab.active').filter({ hasText: '.gitlab-ci.yml' }).waitFor();
}

const mistake = "Job 'ship' needs job 'biuld', which does not exist";

describe('included files from elsewhere in the editor', () => {
  test('are named as unknown, with a way out, before somebody signs in', async () => {
    keepPictureOfFailure('signed-out');
    await window.openContainer();
    await window.pane('Changes').getByText('Sign in to your GitLab to see').waitFor();
    await showEntry();
    await window.command('View: Focus Problems');
    await problem("you are not signed in to 'http").first().waitFor();
    expect(await problem(mistake).count()).toBe(0);
    await window.screenshot('70-includes-signed-out');
  });

  test('are read after signing in, so that every name is judged', async () => {
    keepPictureOfFailure('signed-in');
    await window.command('Plumbline: Sign In');
    await window.step('URL of your GitLab');
    await window.quickInputText.fill(bench.gitlab.url);
    await window.press('Enter');
    await window.step('Personal access token');
    await window.quickInputText.fill(bench.tokens.developer);
    await window.press('Enter');
    await window.notification('as Dan Developer (@dan)').waitFor();
    await window.command('Notifications: Clear All Notifications');
    await showEntry();
    await problem(mistake).waitFor();
    expect(await problem('not signed in').count()).toBe(0);
    await window.screenshot('71-includes-judged');
  });

  test('open as read-only documents, in which names lead on', async () => {
    keepPictureOfFailure('document');
    await showEntry();
    await goTo('12:14');
    await window.press('F12');
    await window.page.locator('.tab.active').filter({ hasText: 'tools.yml' }).waitFor();
    await line('image: tools:1').waitFor();
    await window.screenshot('72-included-document');
    await window.page.keyboard.type('x');
    await window.page.getByText('Cannot edit in read-only editor').first().waitFor();
  });

  test('say in a hover which inputs they take', async () => {
    keepPictureOfFailure('hover');
    await showEntry();
    await goTo('5:40');
    await window.command('Show or Focus Hover');
    await window.page.locator('.monaco-hover:visible').getByText('Inputs:').waitFor();
    await window.screenshot('73-include-hover');
    await window.press('Escape', 'Escape');
  });

  test('take part in the merged pipeline', async () => {
    keepPictureOfFailure('merged');
    await showEntry();
    await window.command('Plumbline: Show Merged Pipeline');
    await window.page.locator('.tab.active').filter({ hasText: 'Merged Pipeline' }).waitFor();
    await line('lint 1.1.0').first().waitFor();
    await window.screenshot('74-merged-with-includes');
  });

  test('are all there when the network is cut', async () => {
    keepPictureOfFailure('cut');
    for (const target of ['/api/v4/*', '/files/*'])
      bench.gitlab.faults.add({ kind: 'cut', when: 'before-answer', path: target, count: -1 });
    await showEntry();
    await window.command('Plumbline: Restart Language Server');
    await expect.poll(() => problem(mistake).count(), { timeout: 60_000 }).toBe(1);
    const leadsThere = async (): Promise<number> => {
      await goTo('12:14');
      await window.press('F12');
      return line('image: tools:1').count();
    };
    await expect.poll(leadsThere, { timeout: 60_000, interval: 2000 }).toBeGreaterThan(0);
    await window.screenshot('75-includes-offline');
    bench.gitlab.faults.clear();
  });
});
