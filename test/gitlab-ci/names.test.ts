import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { codeLens, resolveCodeLens } from '../../server/src/features/code-lens.ts';
import { diagnostic } from '../../server/src/features/diagnostic.ts';
import { documentHighlight } from '../../server/src/features/document-highlight.ts';
import { foldingRange } from '../../server/src/features/folding-range.ts';
import { inlayHint } from '../../server/src/features/inlay-hint.ts';
import { rename } from '../../server/src/features/rename.ts';
import { selectionRange } from '../../server/src/features/selection-range.ts';
import { semanticTokens } from '../../server/src/features/semantic-tokens.ts';
import { semantics } from '../../server/src/languages/gitlab-ci/index.ts';
import type { TextEdit } from '../../server/src/languages/language.ts';
import type { Snapshot } from '../../server/src/workspace/snapshot.ts';
import type { YamlFile } from '../../server/src/yaml/file.ts';
import { readFile } from '../harness/fixture-file.ts';
import { blocksOf, parsePage } from '../harness/page.ts';
import { createWorkspace, settle } from '../harness/workspace.ts';

const PAGES = new URL('../fixtures/gitlab-ci/', import.meta.url);
const FRESH = 'zz_renamed';

interface Workspace {
  readonly snapshot: Snapshot;
  readonly files: ReadonlyMap<string, YamlFile>;
}

/** The pages about names and what they lead to; other rules judge how something is called, so that a new name is another finding. */
const ABOUT_NAMES = [
  'code-lens.md',
  'dependencies-unknown-job.md',
  'environment-on-stop.md',
  'extends-unknown-job.md',
  'inlay-hints.md',
  'invalid-expression.md',
  'missing-input.md',
  'navigation.md',
  'needs-later-stage.md',
  'needs-unknown-job.md',
  'references.md',
  'rename.md',
  'semantic-tokens.md',
  'undefined-reference.md',
  'unknown-input.md',
  'unknown-stage.md',
];

/** The files of each of their sections, without what the sections expect. */
const sections = ABOUT_NAMES.flatMap((name) =>
  parsePage(readFileSync(new URL(name, PAGES), 'utf8')).map((section) => ({
    name: `${name}: ${section.name}`,
    texts: new Map(
      blocksOf(section)
        .filter(({ kind, words }) => kind === 'yaml' && /^[\w./-]+\.ya?ml$/.test(words[0] ?? ''))
        .map(readFile)
        .map(({ path, text }) => [path, text] as const),
    ),
  })),
).filter(({ texts }) => texts.size > 0);

function open(texts: ReadonlyMap<string, string>): Workspace {
  const workspace = createWorkspace({ files: texts, listed: [], pending: [] });
  return settle(workspace, [], (snapshot) => {
    const files = [...texts.keys()].flatMap((path): [string, YamlFile][] => {
      const state = snapshot.file(path);
      if (state.state !== 'loaded') return [];
      diagnostic(snapshot, state.file);
      return [[path, state.file]];
    });
    return { snapshot, files: new Map(files) };
  });
}

function codesOf({ snapshot, files }: Workspace): string[] {
  return [...files.values()].flatMap((file) => diagnostic(snapshot, file).map(({ code }) => code)).toSorted();
}

/** Two names of each kind in a file: the first and the last. */
function namesIn(file: YamlFile): semantics.Place[] {
  const places = semantics.placesIn({ file, summary: semantics.summarizeFile(file) }, () => true);
  const kinds = [...new Set(places.map(({ occurrence }) => occurrence.kind))];
  const ofKind = (kind: string): semantics.Place[] => places.filter(({ occurrence }) => occurrence.kind === kind);
  return kinds
    .flatMap((kind) => [...new Set([ofKind(kind).at(0), ofKind(kind).at(-1)])])
    .filter((place) => place !== undefined);
}

function applied(texts: ReadonlyMap<string, string>, edits: readonly TextEdit[]): Map<string, string> {
  const after = new Map(texts);
  for (const { path, range, newText } of edits.toSorted((a, b) => b.range.start - a.range.start)) {
    const text = after.get(path) ?? '';
    after.set(path, text.slice(0, range.start) + newText + text.slice(range.end));
  }
  return after;
}

describe('a name that is changed everywhere', () => {
  test.each(sections)('leaves the findings as they were ($name)', ({ texts }) => {
    const before = open(texts);
    const codes = codesOf(before);
    for (const file of before.files.values()) {
      for (const { occurrence, range } of namesIn(file)) {
        const name = occurrence.name.startsWith('.') ? `.${FRESH}` : FRESH;
        const edits = rename(before.snapshot, { file, offset: range.start + 1 }, name);
        if (edits?.ok !== true) continue;
        const after = open(applied(texts, edits.value));
        expect(codesOf(after), `${occurrence.kind} '${occurrence.name}' of ${file.path}`).toEqual(codes);
      }
    }
  });
});

describe('a text that ends anywhere', () => {
  test.each(sections)('is answered, with ranges inside it ($name)', ({ texts }) => {
    for (const [path, text] of texts) {
      for (let end = 0; end < text.length; end += 71) {
        const { snapshot, files } = open(new Map([...texts, [path, text.slice(0, end)]]));
        const file = files.get(path);
        if (file !== undefined) askEverything(snapshot, file);
      }
    }
  });
});

function askEverything(snapshot: Snapshot, file: YamlFile): void {
  const { text, lines } = file;
  const whole = { start: 0, end: text.length };
  const tokens = semanticTokens(snapshot, file, whole);
  const lenses = codeLens(snapshot, file);
  const offset = Math.floor(text.length / 2);
  const ranges = [
    ...tokens,
    ...lenses.map(({ range }) => range),
    ...documentHighlight(snapshot, { file, offset }).map(({ range }) => range),
    ...selectionRange(file, offset),
  ];
  for (const { later } of lenses) if (later !== undefined) resolveCodeLens(snapshot, file, later);
  rename(snapshot, { file, offset }, FRESH);
  expect(ranges.filter(({ start, end }) => start < 0 || start > end || end > text.length)).toEqual([]);
  expect(tokens.filter(({ start, end }) => text.slice(start, end).includes('\n'))).toEqual([]);
  expect(tokens.filter(({ start }, index) => start < (tokens[index - 1]?.end ?? 0))).toEqual([]);
  expect(inlayHint(snapshot, file, whole).filter((hint) => hint.offset > text.length)).toEqual([]);
  expect(foldingRange(snapshot, file).filter(({ endLine }) => endLine >= lines.lineCount)).toEqual([]);
}
