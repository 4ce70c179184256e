import { describe, expect, test } from 'vitest';
import { derive, perSnapshot, stillHolds } from '../../server/src/workspace/derived.ts';
import { defaultSettings } from '../../server/src/workspace/settings.ts';
import type { Snapshot } from '../../server/src/workspace/snapshot.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';

const ROOT = '/shop';

function shop(): Workspace {
  const workspace = new Workspace();
  workspace.setRoots([ROOT]);
  workspace.setListing(ROOT, [`${ROOT}/a.yml`, `${ROOT}/b.yml`]);
  workspace.open(`${ROOT}/a.yml`, 'a: 1');
  workspace.open(`${ROOT}/b.yml`, 'b: 1');
  return workspace;
}

const textOf = (snapshot: Snapshot, name: string): string => {
  const state = snapshot.file(`${ROOT}/${name}`);
  return state.state === 'loaded' ? state.file.text : state.state;
};

describe('what was derived from a snapshot', () => {
  const questions: readonly [string, (snapshot: Snapshot) => unknown, (workspace: Workspace) => void][] = [
    [
      'a text',
      (snapshot) => textOf(snapshot, 'a.yml'),
      (workspace) => {
        workspace.open(`${ROOT}/a.yml`, 'a: 2');
      },
    ],
    [
      'a file that is read',
      (snapshot) => textOf(snapshot, 'c.yml'),
      (workspace) => {
        workspace.setDisk(`${ROOT}/c.yml`, { state: 'text', text: 'c: 1' });
      },
    ],
    [
      'why a file cannot be read',
      (snapshot) => textOf(snapshot, 'c.yml'),
      (workspace) => {
        workspace.setDisk(`${ROOT}/c.yml`, { state: 'unreadable', why: 'no permission' });
      },
    ],
    [
      'whether a file is there',
      (snapshot) => snapshot.exists(`${ROOT}/c.yml`),
      (workspace) => {
        workspace.setListing(ROOT, [`${ROOT}/c.yml`]);
      },
    ],
    [
      'the files below a folder',
      (snapshot) => snapshot.filesBelow(ROOT),
      (workspace) => {
        workspace.setListing(ROOT, [`${ROOT}/c.yml`]);
      },
    ],
    [
      'the settings',
      (snapshot) => snapshot.settings.disabledRules,
      (workspace) => {
        workspace.setSettings({ ...defaultSettings, disabledRules: new Set(['a/b']) });
      },
    ],
    [
      'the folders',
      (snapshot) => snapshot.roots.length,
      (workspace) => {
        workspace.setRoots(['/other']);
      },
    ],
    [
      'the facts',
      (snapshot) => snapshot.facts.drift,
      (workspace) => {
        workspace.setFacts({});
      },
    ],
    [
      'where the repository is hosted',
      (snapshot) => snapshot.projectHome(ROOT),
      (workspace) => {
        workspace.setHome(ROOT, { state: 'none', why: 'it has no remote' });
      },
    ],
    [
      'names of GitLab',
      (snapshot) => snapshot.names({ kind: 'variables', folder: ROOT }),
      (workspace) => {
        workspace.setNames({ kind: 'variables', folder: ROOT }, [{ name: 'TOKEN' }]);
      },
    ],
    [
      'who checks scripts',
      (snapshot) => snapshot.shell(),
      (workspace) => {
        workspace.setShellChecking(true);
      },
    ],
  ];

  test.each(questions)('does not hold when %s changed', (_, ask, change) => {
    const workspace = shop();
    const derived = derive(workspace.snapshot(), (own) => ask(own));
    workspace.open(`${ROOT}/b.yml`, 'b: 2');
    expect(stillHolds(derived, workspace.snapshot())).toBe(true);
    change(workspace);
    expect(stillHolds(derived, workspace.snapshot())).toBe(false);
  });

  test('does not hold when a script got its verdict', () => {
    const workspace = shop();
    workspace.setShellChecking(true);
    const derived = derive(workspace.snapshot(), (own) => own.shell()?.findingsOf('echo $A', `${ROOT}/a.yml`));
    workspace.setShellFindings('another', []);
    expect(stillHolds(derived, workspace.snapshot())).toBe(true);
    workspace.setShellFindings('echo $A', []);
    expect(stillHolds(derived, workspace.snapshot())).toBe(false);
  });

  test('counts what it asks later on', () => {
    const workspace = shop();
    const { value: ask, ...derived } = derive(workspace.snapshot(), (own) => () => textOf(own, 'a.yml'));
    workspace.open(`${ROOT}/a.yml`, 'a: 2');
    expect(stillHolds({ value: ask, ...derived }, workspace.snapshot())).toBe(true);
    expect(ask()).toBe('a: 2');
    workspace.open(`${ROOT}/a.yml`, 'a: 3');
    expect(stillHolds({ value: ask, ...derived }, workspace.snapshot())).toBe(false);
  });

  test('wants what is not known yet for every later snapshot too', () => {
    const workspace = shop();
    const derived = derive(workspace.snapshot(), (own) => textOf(own, 'c.yml'));
    expect(workspace.takeWanted()).toEqual([`${ROOT}/c.yml`]);
    workspace.open(`${ROOT}/b.yml`, 'b: 2');
    expect(stillHolds(derived, workspace.snapshot())).toBe(true);
    expect(workspace.takeWanted()).toEqual([`${ROOT}/c.yml`]);
  });
});

describe('a function of a snapshot', () => {
  test('is computed once for a snapshot and key, whoever asks', () => {
    const workspace = shop();
    let times = 0;
    const read = perSnapshot((snapshot, name: string) => `${String(++times)} ${textOf(snapshot, name)}`);
    const snapshot = workspace.snapshot();
    expect(read(snapshot, 'a.yml')).toBe('1 a: 1');
    expect(derive(snapshot, (own) => read(own, 'a.yml')).value).toBe('1 a: 1');
    expect(read(snapshot, 'b.yml')).toBe('2 b: 1');
    workspace.open(`${ROOT}/b.yml`, 'b: 2');
    expect(read(workspace.snapshot(), 'a.yml')).toBe('3 a: 1');
  });

  test('makes what it asks count for whoever asks it, also when it was computed before', () => {
    const workspace = shop();
    const read = perSnapshot((snapshot, name: string) => textOf(snapshot, name));
    read(workspace.snapshot(), 'a.yml');
    const derived = derive(workspace.snapshot(), (own) => read(own, 'a.yml'));
    workspace.open(`${ROOT}/b.yml`, 'b: 2');
    expect(stillHolds(derived, workspace.snapshot())).toBe(true);
    workspace.open(`${ROOT}/a.yml`, 'a: 2');
    expect(stillHolds(derived, workspace.snapshot())).toBe(false);
  });
});
