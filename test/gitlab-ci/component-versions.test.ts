import { expect, test } from 'vitest';
import { codeAction } from '../../server/src/features/code-action.ts';
import { includePath } from '../../server/src/workspace/include-address.ts';
import type { RemoteName } from '../../server/src/workspace/remote-names.ts';
import { ROOT } from '../harness/fixture-file.ts';
import { createWorkspace } from '../harness/workspace.ts';

const COMMIT = '4521b581dbddea6e7d81f8fe95ede93f5648aaa6';
const instance = 'https://gitlab.example.com';

interface Known {
  readonly refs?: readonly RemoteName[];
  /** What was read of the component. */
  readonly commit?: string;
}

/** The actions at the use of a component, with what they write. */
function actionsAt(version: string, { refs, commit }: Known): Record<string, readonly string[]> {
  const include = `include:\n  - component: gitlab.example.com/group/tools/lint@${version}\n`;
  const path = `${ROOT}/.gitlab-ci.yml`;
  const workspace = createWorkspace({ files: new Map([[path, include]]), listed: [], pending: [] });
  workspace.setHome(ROOT, { state: 'known', instance, project: 'group/app' });
  const component = includePath({ kind: 'component', instance, project: 'group/tools', version, name: 'lint' });
  const source = { sha256: '', ...(commit !== undefined && { commit }) };
  workspace.setDisk(component, { state: 'text', text: 'lint: {script: lint}\n', source });
  if (refs !== undefined) workspace.setNames({ kind: 'refs', folder: ROOT, project: 'group/tools' }, refs);
  const snapshot = workspace.snapshot();
  const state = snapshot.file(path);
  const range = { start: include.length - 2, end: include.length - 2 };
  const actions = state.state === 'loaded' ? codeAction(snapshot, state.file, range) : [];
  return Object.fromEntries(
    actions
      .filter(({ kind }) => kind === 'refactor.rewrite')
      .map(({ title, edits }) => [
        title,
        (typeof edits === 'function' ? edits() : edits).map(({ newText }) => newText),
      ]),
  );
}

const refs: readonly RemoteName[] = [
  { name: 'main', detail: 'branch' },
  { name: '1.4.2', detail: 'tag' },
  { name: '2.0.0', detail: 'tag' },
];

test.each(['~latest', '2', '2.0'])('%s is pinned to its release', (version) => {
  expect(actionsAt(version, { refs, commit: COMMIT })).toEqual({ "Pin to release '2.0.0'": ['2.0.0'] });
});

test.each(['~latest', '1', 'main'])('%s is pinned to its commit where nobody told the releases', (version) => {
  expect(actionsAt(version, { commit: COMMIT })).toEqual({
    [`Pin to commit '4521b581', which '${version}' is now`]: [COMMIT],
  });
});

test('a branch is pinned to its commit, or changed to a release', () => {
  expect(actionsAt('main', { refs, commit: COMMIT })).toEqual({
    "Pin to commit '4521b581', which 'main' is now": [COMMIT],
    "Change to the newest release '2.0.0'": ['2.0.0'],
  });
  expect(actionsAt('main', { refs })).toEqual({ "Change to the newest release '2.0.0'": ['2.0.0'] });
});

test('what is fixed is not pinned', () => {
  expect(actionsAt(COMMIT, { commit: COMMIT })).toEqual({});
  expect(actionsAt('1.4.2', { commit: COMMIT })).toEqual({});
  expect(actionsAt('2.0.0', { refs, commit: COMMIT })).toEqual({});
  expect(actionsAt(COMMIT, { refs, commit: COMMIT })).toEqual({ "Change to the newest release '2.0.0'": ['2.0.0'] });
});

test.each(['main', '$VERSION', '$CI_COMMIT_SHA'])('of %s nothing is said while nothing is known', (version) => {
  expect(actionsAt(version, {})).toEqual({});
});
