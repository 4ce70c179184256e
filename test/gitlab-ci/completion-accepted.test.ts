import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { completion } from '../../server/src/features/completion.ts';
import { diagnostic } from '../../server/src/features/diagnostic.ts';
import type { Completion } from '../../server/src/languages/language.ts';
import type { Workspace } from '../../server/src/workspace/workspace.ts';
import type { YamlFile } from '../../server/src/yaml/file.ts';
import type { Snapshot } from '../../server/src/workspace/snapshot.ts';
import { readFile } from '../harness/fixture-file.ts';
import { blocksOf, parsePage } from '../harness/page.ts';
import { createWorkspace, settle } from '../harness/workspace.ts';

const PAGES = new URL('../fixtures/gitlab-ci/', import.meta.url);

/** What nothing that is proposed may bring about. An empty value, or a name that asks for more beside it, is begun, not wrong. */
const NEVER = new Set([
  'yaml/syntax',
  'yaml/unknown-alias',
  'gitlab-ci/conflicting-keywords',
  'gitlab-ci/duplicate-key',
  'gitlab-ci/duplicate-need',
  'gitlab-ci/extends-cycle',
  'gitlab-ci/extends-unknown-job',
  'gitlab-ci/needs-cycle',
  'gitlab-ci/needs-unknown-job',
  'gitlab-ci/unknown-keyword',
]);

/** Pages on the edge of what GitLab takes, where every step leads over it. */
const ON_THE_EDGE = new Set(['conflicting-keywords.md', 'extends-cycle.md', 'job-without-script.md']);

/** The pipelines of every sixth section, with the files that they include. */
const samples = readdirSync(PAGES)
  .filter((page) => !ON_THE_EDGE.has(page))
  .flatMap((page) =>
    parsePage(readFileSync(new URL(page, PAGES), 'utf8'))
      .filter((_, index) => index % 6 === 1)
      .map((section) => {
        const blocks = blocksOf(section).filter(
          ({ kind, words }) =>
            kind === 'yaml' && /^[\w./-]+\.ya?ml$/.test(words[0] ?? '') && !words.includes('unfinished'),
        );
        const files = blocks.map(readFile).map(({ path, text }) => [path, text] as const);
        return { name: `${page}: ${section.name}`, files };
      })
      .filter(({ files: [first] }) => first !== undefined && first[1].length < 400),
  );

interface Cursor {
  readonly text: string;
  readonly offset: number;
}

/** The text with a value taken away, with an empty line before a line, with an empty item before an item. */
function cursorsIn(text: string): Cursor[] {
  return Array.from(text.matchAll(/^( *(?:- +)*)([\w.-]+: ?|- )?(.*)$/gm)).flatMap(
    ({ 0: line, 1: lead = '', 2: key = '', 3: value = '', index }): Cursor[] => {
      if (line.trim() === '') return [];
      const start = index + lead.length + key.length;
      const isPlain = key.endsWith(': ') && /^[\w$./-]+$/.test(value);
      const emptied = { text: text.slice(0, start) + text.slice(start + value.length), offset: start };
      const above = { text: `${text.slice(0, index)}${lead}\n${text.slice(index)}`, offset: index + lead.length };
      return [...(isPlain ? [emptied] : []), above];
    },
  );
}

function ask<Answer>(workspace: Workspace, path: string, question: (snapshot: Snapshot, file: YamlFile) => Answer[]) {
  return settle(workspace, [], (snapshot): Answer[] => {
    const state = snapshot.file(path);
    return state.state === 'loaded' ? question(snapshot, state.file) : [];
  });
}

function faultsOf(workspace: Workspace, path: string): string[] {
  return ask(workspace, path, (snapshot, file) =>
    diagnostic(snapshot, file)
      .filter(({ code }) => NEVER.has(code))
      .map(({ code, message }) => `${code}: ${message}`),
  );
}

/** As an editor writes it: without tab stops, the lines below indented as the one that is written on. */
function accepted(text: string, { range, newText, isSnippet }: Completion): string {
  const line = text.slice(text.lastIndexOf('\n', range.start - 1) + 1, range.start);
  const indentation = /^ */.exec(line)?.[0] ?? '';
  const plain = isSnippet === true ? newText.replace(/\$\{\d+[:|]([^},|]*)[^}]*\}|\$\d+/g, '$1') : newText;
  return text.slice(0, range.start) + plain.replaceAll('\n', `\n${indentation}`) + text.slice(range.end);
}

function refused(workspace: Workspace, path: string, { text, offset }: Cursor): string[] {
  workspace.open(path, text);
  const before = new Set(faultsOf(workspace, path));
  if (before.size > 0) return [];
  const items = ask(workspace, path, (snapshot, file) => [...completion(snapshot, { file, offset })]);
  const step = Math.max(1, Math.ceil(items.length / 4));
  return items
    .filter(({ kind }, index) => index % step === 0 && kind !== 'folder')
    .flatMap((item) => {
      const after = accepted(text, item);
      workspace.open(path, after);
      return faultsOf(workspace, path).map((fault) => `${item.label}: ${fault}\n${after}`);
    });
}

test('there are pipelines to complete', () => {
  expect(samples.length).toBeGreaterThan(20);
});

test.each(samples)('what is proposed makes no line wrong ($name)', ({ files }) => {
  const workspace = createWorkspace({ files: new Map(files), listed: [], pending: [] });
  const [[path, text] = ['', '']] = files;
  expect(cursorsIn(text).flatMap((cursor) => refused(workspace, path, cursor))).toEqual([]);
});
