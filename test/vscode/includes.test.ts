import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startIncludeBench, type IncludeBench } from '../workflows/include-bench.ts';
import { keepPictureOfFailure, openPackagedWindow, type PackagedWindow } from './packaged-window.ts';
import { signIn } from './sign-in.ts';
import type { Workbench } from './workbench.ts';
import { git, makeFolder, type WorkspaceFolder } from './workspace-folder.ts';

let bench: IncludeBench;
let opened: PackagedWindow;
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
  opened = await openPackagedWindow(folder.path, { file: '.gitlab-ci.yml' });
  ({ window } = opened);
});

afterAll(async () => {
  await opened.stop();
  await bench.end();
  await folder.remove();
});

const mistake = "Job 'ship' needs job 'biuld', which does not exist";

describe('included files from elsewhere in the editor', () => {
  test('are named as unknown, with a way out, before somebody signs in', async () => {
    keepPictureOfFailure(window, 'includes-signed-out');
    await window.openContainer();
    await window.pane('Changes').getByText('Sign in to your GitLab to see').waitFor();
    await window.showTab('.gitlab-ci.yml');
    await window.command('View: Focus Problems');
    await window.problem("you are not signed in to 'http").first().waitFor();
    expect(await window.problem(mistake).count()).toBe(0);
    await window.screenshot('70-includes-signed-out');
  });

  test('are read after signing in, so that every name is judged', async () => {
    keepPictureOfFailure(window, 'includes-signed-in');
    await signIn(window, { url: bench.gitlab.url, token: bench.tokens.developer, user: 'Dan Developer (@dan)' });
    await window.showTab('.gitlab-ci.yml');
    await window.problem(mistake).waitFor();
    expect(await window.problem('not signed in').count()).toBe(0);
    await window.screenshot('71-includes-judged');
  });

  test('open as read-only documents, in which names lead on', async () => {
    keepPictureOfFailure(window, 'includes-document');
    await window.showTab('.gitlab-ci.yml');
    await window.goTo('12:14');
    await window.press('F12');
    await window.page.locator('.tab.active').filter({ hasText: 'tools.yml' }).waitFor();
    await window.line('image: tools:1').waitFor();
    await window.screenshot('72-included-document');
    await window.page.keyboard.type('x');
    await window.page.getByText('Cannot edit in read-only editor').first().waitFor();
  });

  test('say in a hover which inputs they take', async () => {
    keepPictureOfFailure(window, 'includes-hover');
    await window.showTab('.gitlab-ci.yml');
    await window.goTo('5:40');
    await window.command('Show or Focus Hover');
    await window.page.locator('.monaco-hover:visible').getByText('Inputs:').waitFor();
    await window.screenshot('73-include-hover');
    await window.press('Escape', 'Escape');
  });

  test('take part in the merged pipeline', async () => {
    keepPictureOfFailure(window, 'includes-merged');
    await window.showTab('.gitlab-ci.yml');
    await window.command('Plumbline: Show Merged Pipeline');
    await window.page.locator('.tab.active').filter({ hasText: 'Merged Pipeline' }).waitFor();
    await window.line('lint 1.1.0').first().waitFor();
    await window.screenshot('74-merged-with-includes');
  });

  test('are all there when the network is cut', async () => {
    keepPictureOfFailure(window, 'includes-cut');
    for (const target of ['/api/v4/*', '/files/*'])
      bench.gitlab.faults.add({ kind: 'cut', when: 'before-answer', path: target, count: -1 });
    await window.showTab('.gitlab-ci.yml');
    await window.command('Plumbline: Restart Language Server');
    await expect.poll(() => window.problem(mistake).count(), { timeout: 60_000 }).toBe(1);
    const leadsThere = async (): Promise<number> => {
      await window.goTo('12:14');
      await window.press('F12');
      return window.line('image: tools:1').count();
    };
    await expect.poll(leadsThere, { timeout: 60_000, interval: 2000 }).toBeGreaterThan(0);
    await window.screenshot('75-includes-offline');
  });

  test('are proposed, hovered and merged without a network', async () => {
    keepPictureOfFailure(window, 'includes-offline');
    await window.showTab('.gitlab-ci.yml');
    await window.goTo('12:12');
    await window.press('Control+Space');
    await window.page.locator('.suggest-widget.visible .monaco-list-row').filter({ hasText: '.tools' }).waitFor();
    await window.screenshot('76-completion-offline');
    await window.press('Escape');
    await window.goTo('11:2');
    await window.command('Show or Focus Hover');
    await window.page.locator('.monaco-hover:visible').getByText('tools:1').first().waitFor();
    await window.screenshot('77-job-hover-offline');
    await window.press('Escape', 'Escape');
    await window.command('Plumbline: Show Merged Pipeline');
    await window.page.locator('.tab.active').filter({ hasText: 'Merged Pipeline' }).waitFor();
    await window.line('lint 1.1.0').first().waitFor();
    await window.screenshot('78-merged-offline');
    bench.gitlab.faults.clear();
  });
});
