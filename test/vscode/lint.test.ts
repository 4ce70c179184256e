import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engine } from '../gitlab/engine.ts';
import { accessLevel, startGitLab, type TestGitLab } from '../gitlab/index.ts';
import { keepPictureOfFailure, openPackagedWindow, type PackagedWindow } from './packaged-window.ts';
import { signIn } from './sign-in.ts';
import type { Workbench } from './workbench.ts';
import { git, writeUntil } from './workspace-folder.ts';

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
let opened: PackagedWindow;
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
  opened = await openPackagedWindow(folder, {
    file: '.gitlab-ci.yml',
    settings: { 'plumbline.gitlabCi.lintOnSave': true },
  });
  ({ window } = opened);
});

afterAll(async () => {
  await opened.stop();
  await gitlab.stop();
  await rm(path.dirname(folder), { recursive: true, force: true });
});

function lints(): number {
  return gitlab.requests.filter(({ path: asked }) => asked.includes('/ci/lint')).length;
}

describe('lint with GitLab in the editor', () => {
  test('asks nobody before somebody signs in, and does not call that valid', async () => {
    keepPictureOfFailure(window, 'lint-signed-out');
    await window.openContainer();
    await window.pane('Changes').getByText('Sign in to your GitLab to see').waitFor();
    await window.command('Plumbline: Lint with GitLab');
    await window.notification(/No GitLab project is known|not signed in/u).waitFor();
    await window.statusBarItem('GitLab: not linted').waitFor();
    expect(lints()).toBe(0);
    await window.clearNotifications();
  });

  test('places each message on its line, in the included file too', async () => {
    keepPictureOfFailure(window, 'lint-placed');
    await signIn(window, { url: gitlab.url, token, user: 'Sam Silva (@sam)' });
    await window.editor.showTab('.gitlab-ci.yml');
    await window.command('Plumbline: Lint with GitLab');
    await window.statusBarItem('GitLab: 1 error').waitFor();
    await window.openProblems();
    await window.problem('unit job: undefined need: complie').waitFor();
    await window.editor.open('test.yml');
    await window.editor.squiggle('error').first().waitFor();
    await window.screenshot('20-gitlab-lint');
  });

  test('makes findings old with the next edit, and lints again on save', async () => {
    keepPictureOfFailure(window, 'lint-on-save');
    const before = lints();
    await writeUntil(path.join(folder, 'ci/test.yml'), included.replace('complie', 'compile'), (patience) =>
      window.editor.line('needs: [compile]').first().waitFor(patience),
    );
    await window.statusBarItem('GitLab: changed since').waitFor();
    await window.editor.press('Control+End');
    await window.editor.type('# ');
    await window.editor.save();
    await expect.poll(lints, { timeout: 60_000 }).toBeGreaterThan(before);
    // GitLab still reads the included file as pushed.
    await window.statusBarItem('GitLab: 1 error').waitFor();
  });

  test('shows another verdict as a bug of Plumbline, with a report to copy', async () => {
    keepPictureOfFailure(window, 'lint-difference');
    await window.clearNotifications();
    await window.editor.showTab('.gitlab-ci.yml');
    await writeUntil(path.join(folder, '.gitlab-ci.yml'), entry.replace('include: ci/test.yml\n', ''), (patience) =>
      window.editor
        .line('include:')
        .first()
        .waitFor({ state: 'hidden', ...patience }),
    );
    const body = { valid: false, errors: ['jobs:compile:script glows in the dark'], warnings: [], includes: [] };
    gitlab.faults.add({ path: '/api/v4/projects/*/ci/lint', kind: 'status', status: 200, body, count: -1 });
    await window.command('Plumbline: Lint with GitLab');
    const notice = window.notification('that is a bug in Plumbline');
    await notice.waitFor();
    await window.problem('jobs:compile:script glows in the dark').waitFor();
    await window.screenshot('21-gitlab-lint-difference');
    await notice.getByText('Show Report').click();
    await window.editor.line('## Only GitLab').first().waitFor();
    await window.screenshot('22-gitlab-lint-report');
    await window.command('Plumbline: Copy Report of a Different Verdict');
    await window.notification('The report is in the clipboard').waitFor();
    gitlab.faults.clear();
  });

  test('says that it does not know when GitLab cannot be reached', async () => {
    keepPictureOfFailure(window, 'lint-offline');
    await window.clearNotifications();
    await window.editor.showTab('.gitlab-ci.yml');
    gitlab.faults.add({ path: '/api/v4/*', kind: 'cut', when: 'before-answer', count: -1 });
    await window.command('Plumbline: Lint with GitLab');
    await window.notification('cannot be reached').first().waitFor();
    await window.statusBarItem('GitLab: not linted').waitFor();
    await window.problem('glows in the dark').first().waitFor({ state: 'hidden' });
  });
});
