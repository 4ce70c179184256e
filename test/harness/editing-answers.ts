import { codeLens, resolveCodeLens } from '../../server/src/features/code-lens.ts';
import { documentHighlight } from '../../server/src/features/document-highlight.ts';
import { foldingRange } from '../../server/src/features/folding-range.ts';
import { prepareRename, rename } from '../../server/src/features/rename.ts';
import { selectionRange } from '../../server/src/features/selection-range.ts';
import { semanticTokens } from '../../server/src/features/semantic-tokens.ts';
import { workspaceSymbol } from '../../server/src/features/workspace-symbol.ts';
import type { CodeLens, TextEdit } from '../../server/src/languages/language.ts';
import type { Snapshot } from '../../server/src/workspace/snapshot.ts';
import type { YamlFile } from '../../server/src/yaml/file.ts';
import { relative } from './fixture-file.ts';
import { markLine, writeLocation } from './locations.ts';
import type { Question } from './question.ts';

/** The answers of features that change a text, show its structure or say more about its lines. */
export const editingAnswers: Readonly<Record<string, (question: Question) => string>> = {
  /** `rename NAME`; without a name whether the thing under the cursor can be renamed. */
  rename: ({ snapshot, words, ...cursor }) =>
    words.length === 0 ? writePlace(snapshot, cursor) : writeRename(snapshot, cursor, words.join(' ')),
  highlight: ({ snapshot, ...cursor }) =>
    documentHighlight(snapshot, cursor)
      .map(({ range, isDeclaration }) => `${markLine(cursor.file, range)}${isDeclaration ? ' (declaration)' : ''}`)
      .join('\n'),
  folding: ({ snapshot, file }) =>
    foldingRange(snapshot, file)
      .map(
        ({ startLine, endLine, kind }) => `${startLine + 1} to ${endLine + 1}${kind === undefined ? '' : `: ${kind}`}`,
      )
      .join('\n'),
  selection: ({ file, offset }) =>
    selectionRange(file, offset)
      .map(({ start, end }) => JSON.stringify(file.text.slice(start, end)))
      .join('\n'),
  tokens: ({ snapshot, file }) =>
    semanticTokens(snapshot, file, { start: 0, end: file.text.length })
      .map(
        ({ start, end, kind }) => `${file.lines.positionAt(start).line + 1}: ${kind} «${file.text.slice(start, end)}»`,
      )
      .join('\n'),
  /** `workspace-symbol QUERY` */
  'workspace-symbol': ({ snapshot, words }) =>
    workspaceSymbol(snapshot, words.join(' '))
      .map(({ name, kind, container, location: { path, range } }) => {
        const inside = container === undefined ? '' : ` in ${container}`;
        return `${name} (${kind}${inside}) ${writeLocation(snapshot, path, range)}`;
      })
      .join('\n'),
  /** Lenses that find their title out later are asked for it. */
  'code-lens': ({ snapshot, file }) =>
    codeLens(snapshot, file)
      .flatMap((lens) => writeLens(snapshot, file, lens))
      .join('\n'),
};

interface Cursor {
  readonly file: YamlFile;
  readonly offset: number;
}

function writePlace(snapshot: Snapshot, cursor: Cursor): string {
  const answer = prepareRename(snapshot, cursor);
  if (answer === undefined) return '';
  if (!answer.ok) return `refused: ${answer.problem.message}`;
  return `${markLine(cursor.file, answer.value.range)} as '${answer.value.name}'`;
}

function writeRename(snapshot: Snapshot, cursor: Cursor, name: string): string {
  const answer = rename(snapshot, cursor, name);
  if (answer === undefined) return '';
  if (!answer.ok) return `refused: ${answer.problem.message}`;
  const paths = [...new Set(answer.value.map(({ path }) => path))];
  return paths
    .flatMap((path) =>
      changedLines(
        snapshot,
        path,
        answer.value.filter((edit) => edit.path === path),
      ),
    )
    .join('\n');
}

/** Each line that differs, as it is afterwards. */
function changedLines(snapshot: Snapshot, path: string, edits: readonly TextEdit[]): string[] {
  const state = snapshot.file(path);
  if (state.state !== 'loaded') return [`${relative(path)} is ${state.state}`];
  const { text } = state.file;
  const sorted = edits.toSorted((a, b) => b.range.start - a.range.start);
  const after = sorted.reduce(
    (all, { range, newText }) => all.slice(0, range.start) + newText + all.slice(range.end),
    text,
  );
  const before = text.split('\n');
  return after
    .split('\n')
    .flatMap((line, index) => (line === before[index] ? [] : [`${relative(path)}:${index + 1}: ${line.trim()}`]));
}

function writeLens(snapshot: Snapshot, file: YamlFile, lens: CodeLens): string[] {
  const { range, title, command, places = [], later } = lens;
  const words = later === undefined ? title : (resolveCodeLens(snapshot, file, later) ?? 'nothing');
  const name = command === undefined ? '' : ` (${command.id})`;
  return [
    markLine(file, range),
    `  ${words}${name}`,
    ...places.map((place) => `  → ${writeLocation(snapshot, place.path, place.range)}`),
  ];
}
