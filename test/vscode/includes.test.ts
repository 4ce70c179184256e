import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startIncludeBench, type IncludeBench } from '../workflows/include-bench.ts';
import { keepPictureOfFailure, openPackagedWindow, type PackagedWindow } from './packaged-window.ts';
import { untilWorks } from './patience.ts';
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

/** From the name in `extends` to the included file that has it. */
async function goToTools(): Promise<void> {
  await untilWorks('to go to the definition', async (patience) => {
    await window.editor.showTab('.gitlab-ci.yml');
    await window.editor.goTo('12:14');
    await window.editor.press('F12');
    await window.editor.line('image: tools:1').first().waitFor(patience);
  });
  await window.editor.activeTab('tools.yml');
}

async function showMerged(): Promise<void> {
  await window.editor.showTab('.gitlab-ci.yml');
  await window.command('Plumbline: Show Merged Pipeline');
  await window.editor.activeTab('Merged Pipeline');
  await window.editor.line('lint 1.1.0').first().waitFor();
}

const mistake = "Job 'ship' needs job 'biuld', which does not exist";

describe('included files from elsewhere in the editor', () => {
  test('are named as unknown, with a way out, before somebody signs in', async () => {
    keepPictureOfFailure(window, 'includes-signed-out');
    await window.openContainer();
    await window.pane('Changes').getByText('Sign in to your GitLab to see').waitFor();
    await window.openProblems();
    await window.problem("you are not signed in to 'http").first().waitFor();
    expect(await window.problem(mistake).count()).toBe(0);
    await window.screenshot('70-includes-signed-out');
  });

  test('are read after signing in, so that every name is judged', async () => {
    keepPictureOfFailure(window, 'includes-signed-in');
    await signIn(window, { url: bench.gitlab.url, token: bench.tokens.developer, user: 'Dan Developer (@dan)' });
    await window.problem(mistake).waitFor();
    await window.problem('not signed in').first().waitFor({ state: 'hidden' });
    await window.editor.lens('runs on: branches').first().waitFor();
    await window.screenshot('71-includes-judged');
  });

  test('open as read-only documents, in which names lead on', async () => {
    keepPictureOfFailure(window, 'includes-document');
    await goToTools();
    await window.screenshot('72-included-document');
    await untilWorks('to be told that it cannot be edited', async (patience) => {
      await window.editor.type('x');
      await window.page.getByText('Cannot edit in read-only editor').first().waitFor(patience);
    });
  });

  test('say in a hover which inputs they take', async () => {
    keepPictureOfFailure(window, 'includes-hover');
    await window.editor.showTab('.gitlab-ci.yml');
    await window.editor.hoverAt('5:40', 'Inputs:');
    await window.screenshot('73-include-hover');
    await window.editor.hideHover();
  });

  test('take part in the merged pipeline', async () => {
    keepPictureOfFailure(window, 'includes-merged');
    await showMerged();
    await window.screenshot('74-merged-with-includes');
  });

  test('are all there when the network is cut', async () => {
    keepPictureOfFailure(window, 'includes-cut');
    for (const target of ['/api/v4/*', '/files/*'])
      bench.gitlab.faults.add({ kind: 'cut', when: 'before-answer', path: target, count: -1 });
    await window.command('View: Close All Editors');
    await window.editor.open('.gitlab-ci.yml');
    await window.command('Plumbline: Restart Language Server');
    // The server that stops takes its findings along.
    await window.problem(mistake).waitFor({ state: 'hidden' });
    await window.problem(mistake).waitFor();
    await goToTools();
    await window.screenshot('75-includes-offline');
  });

  test('are proposed, hovered and merged without a network', async () => {
    keepPictureOfFailure(window, 'includes-offline');
    await window.editor.showTab('.gitlab-ci.yml');
    await window.editor.goTo('12:12');
    await window.editor.press('Control+Space');
    await window.editor.suggested('.tools');
    await window.screenshot('76-completion-offline');
    await window.editor.hideSuggestions();
    await window.editor.hoverAt('11:2', 'tools:1');
    await window.screenshot('77-job-hover-offline');
    await window.editor.hideHover();
    await showMerged();
    await window.screenshot('78-merged-offline');
    bench.gitlab.faults.clear();
  });
});
