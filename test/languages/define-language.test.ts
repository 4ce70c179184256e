import { beforeEach, describe, expect, test } from 'vitest';
import { defineLanguage } from '../../server/src/languages/define-language.ts';
import type { Finding, Rule } from '../../server/src/languages/language.ts';
import type { Snapshot } from '../../server/src/workspace/snapshot.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import type { YamlFile } from '../../server/src/yaml/file.ts';

const ROOT = '/shop';
const ITSELF = `${ROOT}/a.yml`;

/** What was done, in order. */
let log: string[] = [];

function rule(
  name: string,
  check: (file: YamlFile, snapshot: Snapshot, isRefused: boolean) => string | undefined,
): Rule<YamlFile> {
  return {
    code: `test/${name}`,
    severity: 'error',
    *check(file, snapshot, isRefused): Generator<Finding> {
      log.push(name);
      const message = check(file, snapshot, isRefused);
      const at = file.documents[0]?.document.root;
      if (message !== undefined && at !== undefined) yield { at, message };
    },
  };
}

const language = defineLanguage<YamlFile>({
  id: 'test',
  claims: () => true,
  analyze(file) {
    log.push('analyze');
    return file;
  },
  rules: [
    rule('partner', (_, snapshot) => (snapshot.exists(`${ROOT}/partner.yml`) === false ? 'no partner' : undefined)),
    rule('content', (_, snapshot) => (snapshot.file(`${ROOT}/b.yml`).state === 'pending' ? 'not read' : undefined)),
    rule('others', (_, __, isRefused) => (isRefused ? 'refused' : undefined)),
  ],
});

describe('the findings of a file', () => {
  let workspace: Workspace;
  beforeEach(() => {
    log = [];
    workspace = new Workspace();
    workspace.setRoots([ROOT]);
    workspace.setListing(ROOT, [ITSELF, `${ROOT}/b.yml`, `${ROOT}/c.yml`]);
    workspace.open(ITSELF, 'a: 1');
    workspace.setDisk(`${ROOT}/b.yml`, { state: 'text', text: 'b: 1' });
  });

  function findings(): string[] {
    log = [];
    const snapshot = workspace.snapshot();
    const state = snapshot.file(ITSELF);
    return state.state === 'loaded' ? language.diagnose(state.file, snapshot).map(({ message }) => message) : [];
  }

  test('are found once, whatever else is edited', () => {
    expect(findings()).toEqual(['no partner', 'refused']);
    expect(log).toEqual(['analyze', 'partner', 'content', 'others']);
    workspace.open(`${ROOT}/c.yml`, 'c: 1');
    expect(findings()).toEqual(['no partner', 'refused']);
    expect(log).toEqual([]);
  });

  test('are found again by the rule that asked for what is edited, and by no other', () => {
    findings();
    workspace.open(`${ROOT}/b.yml`, 'b: 2');
    findings();
    expect(log).toEqual(['content']);
  });

  test('are found again by rules that were told that others find something', () => {
    findings();
    workspace.setListing(ROOT, [ITSELF, `${ROOT}/partner.yml`]);
    expect(findings()).toEqual([]);
    expect(log).toEqual(['partner', 'content', 'others']);
    workspace.forget(`${ROOT}/b.yml`);
    expect(findings()).toEqual(['not read', 'refused']);
    expect(log).toEqual(['content', 'others']);
  });

  test('are all found again for another text, and for other settings', () => {
    findings();
    workspace.open(ITSELF, 'a: 2');
    findings();
    expect(log).toEqual(['analyze', 'partner', 'content', 'others']);
    workspace.setSettings({ ...workspace.snapshot().settings, disabledRules: new Set(['test/others']) });
    expect(findings()).toEqual(['no partner']);
    expect(log).toEqual(['analyze', 'partner', 'content']);
  });
});

describe('findings that wait for a pause in typing', () => {
  const advice = defineLanguage<YamlFile>({
    id: 'test',
    claims: () => true,
    analyze: (file) => file,
    rules: [
      {
        code: 'test/advice',
        severity: 'warning',
        isLate: true,
        *check(file): Generator<Finding> {
          for (const block of file.documents[0]?.document.blocks ?? []) {
            const at = block.root?.kind === 'mapping' ? block.root.entries[0]?.key : undefined;
            const related = [{ location: { path: ITSELF, range: { start: 0, end: 1 } }, message: 'here' }];
            if (at !== undefined) yield { at, message: `advice on ${file.text.slice(0, 4)}`, related };
          }
        },
      },
    ],
  });

  test('stay where the text is as it was, without the places that may have moved', () => {
    const workspace = new Workspace();
    const findings = (text: string, pace: 'typing' | 'pause'): unknown => {
      workspace.open(ITSELF, text);
      const snapshot = workspace.snapshot();
      const state = snapshot.file(ITSELF);
      if (state.state !== 'loaded') return state.state;
      return advice
        .diagnose(state.file, snapshot, pace)
        .map(({ range, message, related }) => [range.start, message, related?.length]);
    };
    expect(findings('a: 1\nb: 1\n', 'typing')).toEqual([]);
    expect(findings('a: 1\nb: 1\n', 'pause')).toEqual([
      [0, 'advice on a: 1', 1],
      [5, 'advice on a: 1', 1],
    ]);
    expect(findings('a: 12\nb: 1\n', 'typing')).toEqual([[6, 'advice on a: 1', undefined]]);
    expect(findings('a: 123\nb: 1\n', 'typing')).toEqual([[7, 'advice on a: 1', undefined]]);
    expect(findings('a: 123\nb: 1\n', 'pause')).toEqual([
      [0, 'advice on a: 1', 1],
      [7, 'advice on a: 1', 1],
    ]);
  });
});
