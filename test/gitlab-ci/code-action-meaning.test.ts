import { describe, expect, test } from 'vitest';
import type { OffsetRange } from '../../server/src/base/range.ts';
import { codeAction } from '../../server/src/features/code-action.ts';
import { semantics } from '../../server/src/languages/gitlab-ci/index.ts';
import type { CodeAction, TextEdit } from '../../server/src/languages/language.ts';
import { defaultSettings } from '../../server/src/workspace/settings.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { CHANGES, outcomeIn, STARTS, VARIABLES } from './worlds.ts';

const ENTRY = '.gitlab-ci.yml';

type Files = Readonly<Record<string, string>>;

/** The files after an action at the cursor `<|>` (or the selection between two) of the entry file. */
function after(files: Files, kind: CodeAction['kind']): Record<string, string> {
  const [before = '', selected = '', end] = (files[ENTRY] ?? '').split('<|>');
  const text = before + selected + (end ?? '');
  const range = { start: before.length, end: before.length + (end === undefined ? 0 : selected.length) };
  const texts: Record<string, string> = { ...files, [ENTRY]: text };
  const edits = editsOf(texts, range, kind);
  for (const { path, range: place, newText } of edits.toReversed().toSorted((a, b) => b.range.start - a.range.start)) {
    const name = path.slice('/project/'.length);
    const old = texts[name] ?? '';
    texts[name] = old.slice(0, place.start) + newText + old.slice(place.end);
  }
  return texts;
}

function editsOf(texts: Files, range: OffsetRange, kind: CodeAction['kind']): readonly TextEdit[] {
  const workspace = new Workspace();
  workspace.setRoots(['/project']);
  workspace.setSettings(defaultSettings);
  const paths = Object.keys(texts).map((path) => `/project/${path}`);
  workspace.setListing('/project', paths);
  for (const [path, text] of Object.entries(texts)) workspace.open(`/project/${path}`, text);
  const snapshot = workspace.snapshot();
  const state = snapshot.file(`/project/${ENTRY}`);
  const actions = state.state === 'loaded' ? codeAction(snapshot, state.file, range) : [];
  const action = actions.find((each) => each.kind === kind);
  expect(action?.disabled).toBeUndefined();
  const edits = typeof action?.edits === 'function' ? action.edits() : (action?.edits ?? []);
  expect(edits).not.toEqual([]);
  return edits;
}

function withoutCursor(files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path, text.replaceAll('<|>', '')]));
}

/** Every job as GitLab would run it, without what it was put together from. */
function jobsOf(files: Files): Record<string, unknown> {
  const { merged = {}, errors } = semantics.processConfiguration({ read: (path) => files[path] });
  expect(errors).toEqual([]);
  return Object.fromEntries(
    Object.entries(merged)
      .filter(([name]) => !name.startsWith('.'))
      .map(([name, value]) => {
        const isJob = typeof value === 'object' && value !== null && !Array.isArray(value);
        return [name, isJob ? Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'extends')) : value];
      }),
  );
}

describe('only and except as rules run in the same pipelines', () => {
  const filters = [
    'only: [main]',
    'only: [branches]\n  except: [main]',
    'only: [tags, /^v\\d+/]',
    'only: [merge_requests, schedules, web]',
    'only: [pushes]\n  except: [tags, /^feature\\/.*$/i]',
    'only: {variables: [$A, "$B == \\"1\\" || $C"]}',
    'only: {refs: [main, tags], variables: [$A]}\n  except: {variables: [$C]}',
    'except: [tags]',
    'except: {variables: ["$A && $B"]}\n  when: manual',
    'only: {changes: [src/**/*]}',
    'only: {refs: [branches], changes: [src/**/*]}\n  except: {changes: [doc/*]}',
    'only: [triggers, api]',
    'except: {refs: [main], changes: [doc/*], variables: [$B]}',
  ];
  const workflows = ['', 'workflow: {rules: [{when: always}]}\n'];

  function runs(text: string, filter: string): string[] {
    const changed = filter.includes('changes') ? CHANGES : (['all'] as const);
    return STARTS.flatMap((start) =>
      (filter.includes('$') ? VARIABLES : [{}]).flatMap((variables) =>
        changed.map((changedPaths) => {
          const { line, errors } = outcomeIn(text, { start, variables, changedPaths });
          expect(errors).toEqual([]);
          return line;
        }),
      ),
    );
  }

  test.each(filters.flatMap((filter) => workflows.map((workflow) => [filter, workflow] as const)))(
    '%s %s',
    (filter, workflow) => {
      // A second job keeps the pipeline from being empty.
      const text = `${workflow}job:\n  script: make\n  ${filter}\nother: {script: make, rules: [{when: always}]}\n`;
      const cursor = text.search(/only|except/);
      const marked = `${text.slice(0, cursor)}<|>${text.slice(cursor)}`;
      const changed = after({ '.gitlab-ci.yml': marked }, 'refactor.rewrite')['.gitlab-ci.yml'] ?? '';
      expect(changed).toMatch(/^ {2}rules:/m);
      expect(changed).not.toMatch(/^ {2}(?:only|except):/m);
      const [was, is] = [runs(text, filter), runs(changed, filter)];
      expect(is.filter((line, index) => line !== was[index])).toEqual([]);
    },
  );
});

describe('jobs stay the same', () => {
  const inlinings: readonly Files[] = [
    { '.gitlab-ci.yml': '.a:\n  image: x\n  variables: {A: "1"}\njob:\n  extends: .<|>a\n  script: make\n' },
    {
      '.gitlab-ci.yml':
        '.b: {tags: [t]}\n.a:\n  extends: .b\n  variables:\n    A: "1"\n    B: "2"\n  cache:\n    key:\n      files: [x]\n    paths: [p]\njob:\n  extends:\n    - .<|>a\n  variables:\n    B: "3"\n  cache:\n    key:\n      prefix: y\n  script: make',
    },
    {
      '.gitlab-ci.yml':
        'include: ci/a.yml\r\njob:\r\n    script: make\r\n    extends: [.x, .<|>a]\r\n.x: {retry: 1}\r\n',
      'ci/a.yml': '.a:\n  script:\n  - one\n  - |\n    two\n\n    three\n  rules:\n  # first\n  - if: $A\n',
    },
    { '.gitlab-ci.yml': '.a:\n  script: make\njob:\n  extends: .<|>a\n' },
    {
      '.gitlab-ci.yml':
        'x: &x {script: make}\n.a:\n  variables: {A: "1"}\n  script: [!reference [x, script]]\njob:\n  extends: .<|>a\n  image: y\n',
    },
  ];

  test.each(inlinings)('when a base is written into the job: %j', (files) => {
    expect(jobsOf(after(files, 'refactor.inline'))).toEqual(jobsOf(withoutCursor(files)));
  });

  const extractions: readonly Files[] = [
    { '.gitlab-ci.yml': 'job:\n  <|>image: x\n  tags: [t]<|>\n  script: make\n' },
    {
      '.gitlab-ci.yml':
        '.a: {image: z, variables: {A: "1"}}\njob:\n  extends: .a\n  script: make\n  <|>variables:\n    B: "2"<|>\n',
    },
    {
      '.gitlab-ci.yml':
        '.a: {image: z}\r\njob:\r\n    extends:\r\n        - .a\r\n    <|>script:\r\n    - one\r\n    - |\r\n      two\r\n        three\r\n<|>    image: y\r\n',
    },
    { '.gitlab-ci.yml': '.a: {image: z}\njob:\n  extends: [.a]\n  script: make\n  <|>rules: [{if: $A}]<|>' },
    {
      '.gitlab-ci.yml': 'job:\n  script: make\n  <|>variables: &v {A: "1"}<|>\nother: {script: make, variables: *v}\n',
    },
  ];

  test.each(extractions)('when keywords are moved to a hidden job: %j', (files) => {
    expect(jobsOf(after(files, 'refactor.extract'))).toEqual(jobsOf(withoutCursor(files)));
  });
});
