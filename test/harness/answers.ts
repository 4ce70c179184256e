import type { Location, OffsetRange } from '../../server/src/base/range.ts';
import { codeAction } from '../../server/src/features/code-action.ts';
import { completion } from '../../server/src/features/completion.ts';
import { definition } from '../../server/src/features/definition.ts';
import { documentLink } from '../../server/src/features/document-link.ts';
import { documentSymbol, rangeOfSymbol } from '../../server/src/features/document-symbol.ts';
import { hover } from '../../server/src/features/hover.ts';
import { inlayHint } from '../../server/src/features/inlay-hint.ts';
import { references } from '../../server/src/features/references.ts';
import type { CodeAction, Completion, DocumentSymbol, Hover, TextEdit } from '../../server/src/languages/language.ts';
import type { Snapshot } from '../../server/src/workspace/snapshot.ts';
import type { YamlFile } from '../../server/src/yaml/file.ts';
import { editingAnswers } from './editing-answers.ts';
import { relative } from './fixture-file.ts';
import { markLine, writeLocation } from './locations.ts';
import { writeMergedPipeline } from './merged-answers.ts';
import type { Question } from './question.ts';
import { placedMessages, writeVerdict } from './verdict-answers.ts';

/** By the kind of a block: the engine's answer as text; '' for no answer. */
export const answers: Readonly<Record<string, (question: Question) => string>> = {
  ...editingAnswers,
  'gitlab-verdict': ({ snapshot, file }) => writeVerdict(snapshot, file),
  'gitlab-says': ({ snapshot, file, body }) => placedMessages(snapshot, file, body),
  'merged-pipeline': ({ snapshot, file }) => writeMergedPipeline(snapshot, file),
  hover: ({ snapshot, ...cursor }) => writeHover(snapshot, hover(snapshot, cursor)),
  completion: ({ snapshot, words, ...cursor }) => writeCompletions(completion(snapshot, cursor), cursor.file, words),
  definition: ({ snapshot, ...cursor }) => writeLocations(snapshot, definition(snapshot, cursor)),
  references: ({ snapshot, ...cursor }) => writeLocations(snapshot, references(snapshot, cursor)),
  symbols: ({ snapshot, file }) => writeSymbols(file, documentSymbol(snapshot, file), ''),
  'code-action': ({ snapshot, file, offset, words }) =>
    writeActions(snapshot, codeAction(snapshot, file, rangeOf(file, offset, words))),
  'inlay-hint': ({ snapshot, file }) => writeHints(snapshot, file),
  'document-link': ({ snapshot, file }) =>
    documentLink(snapshot, file)
      .map(({ range, path }) => `${markLine(file, range)} → ${relative(path)}`)
      .join('\n'),
};

/** At the cursor; with the words `to TEXT` from there to the end of that text's next occurrence. */
function rangeOf(file: YamlFile, start: number, [to, ...words]: readonly string[]): OffsetRange {
  const text = words.join(' ');
  const found = to === 'to' ? file.text.indexOf(text, start) : -1;
  return { start, end: found === -1 ? start : found + text.length };
}

/** The Markdown, what its links lead to, and the command that shows more. */
function writeHover(snapshot: Snapshot, answer: Hover | undefined): string {
  if (answer === undefined) return '';
  const { markdown, links = new Map<string, Location>(), more } = answer;
  const places = [...links].map(([label, { path, range }]) => `[${label}]: ${writeLocation(snapshot, path, range)}`);
  const parts = [...places, ...(more ? [`${more.title} (${more.id} ${JSON.stringify(more.arguments)})`] : [])];
  return [markdown, ...(parts.length > 0 ? ['', ...parts] : [])].join('\n');
}

/** One item a line. The words `first 10` shorten the list and count the rest; `explained` adds what explains an item. */
function writeCompletions(items: readonly Completion[], file: YamlFile, words: readonly string[]): string {
  const sorted = items.toSorted((a, b) => compare(a.sortText ?? a.label, b.sortText ?? b.label));
  const limit = words[0] === 'first' ? Number(words[1]) : sorted.length;
  const isExplained = words.includes('explained');
  const lines = sorted.slice(0, limit).map((item) => {
    const replaced = file.text.slice(item.range.start, item.range.end);
    const inserts = item.newText === item.label ? '' : ` → ${JSON.stringify(item.newText)}`;
    const over = replaced === '' ? '' : ` over ${JSON.stringify(replaced)}`;
    const detail = item.detail === undefined ? '' : `: ${item.detail}`;
    const marks = item.deprecated === true ? ', deprecated' : '';
    const text = typeof item.documentation === 'function' ? item.documentation() : item.documentation;
    const explained = isExplained && text !== undefined ? `\n${text.replaceAll(/^(?=.)/gm, '    ')}` : '';
    return `${item.label} (${item.kind}${marks})${inserts}${over}${detail}${explained}`;
  });
  return [...lines, ...(limit < sorted.length ? [`… and ${sorted.length - limit} more`] : [])].join('\n');
}

function writeLocations(snapshot: Snapshot, locations: readonly Location[]): string {
  return locations.map(({ path, range }) => writeLocation(snapshot, path, range)).join('\n');
}

function writeSymbols(file: YamlFile, symbols: readonly DocumentSymbol[], indent: string): string {
  return symbols
    .flatMap(({ name, kind, detail, children = [], ...places }) => {
      const range = rangeOfSymbol(file, places.range);
      const selectionRange = rangeOfSymbol(file, places.selectionRange);
      const [first, last] = [file.lines.positionAt(range.start).line + 1, file.lines.positionAt(range.end).line + 1];
      const lines = first === last ? `line ${first}` : `lines ${first} to ${last}`;
      const selected = file.text.slice(selectionRange.start, selectionRange.end);
      const selection = selected === name ? '' : ` at «${selected}»`;
      const own = `${indent}${name} (${kind}, ${lines})${selection}${detail === undefined ? '' : `: ${detail}`}`;
      return [own, ...(children.length > 0 ? [writeSymbols(file, children, `${indent}  `)] : [])];
    })
    .join('\n');
}

function writeActions(snapshot: Snapshot, actions: readonly CodeAction[]): string {
  return actions
    .flatMap(({ title, kind, isPreferred, fixes, edits, newFiles = [], asked, disabled }) => {
      const own = typeof edits === 'function' ? edits() : edits;
      const all = asked === undefined ? own : (asked.edits('DIGEST', snapshot) ?? []);
      const marks = [kind, ...(isPreferred === true ? ['preferred'] : []), ...(fixes ? [`fixes ${fixes}`] : [])];
      return [
        `${title} (${marks.join(', ')})`,
        ...(disabled === undefined ? [] : [`  not here: ${disabled}`]),
        ...(asked === undefined
          ? []
          : [`  asks ${asked.image.registry} for ${asked.image.repository}:${asked.image.tag}`]),
        ...newFiles.flatMap(({ path, text }) => [`  new file ${relative(path)}`, ...marked('+', text.split('\n'))]),
        ...[...new Set(all.map(({ path }) => path))].flatMap((path) =>
          writeEdits(
            snapshot,
            path,
            all.filter((edit) => edit.path === path),
          ),
        ),
      ];
    })
    .join('\n');
}

/** The lines of one file that the edits change, from the first to the last, before and after. */
function writeEdits(snapshot: Snapshot, path: string, edits: readonly TextEdit[]): string[] {
  const state = snapshot.file(path);
  if (state.state !== 'loaded') return [`  ${relative(path)} is ${state.state}`];
  const { text } = state.file;
  // Of two at the same place the first comes first.
  const sorted = edits.toReversed().toSorted((a, b) => b.range.start - a.range.start);
  const changed = sorted.reduce((all, { range, newText }) => {
    return all.slice(0, range.start) + newText + all.slice(range.end);
  }, text);
  const [before, after] = [text.split('\n'), changed.split('\n')];
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  return [
    `  ${relative(path)}:${head + 1}`,
    ...marked('-', before.slice(head, before.length - tail)),
    ...marked('+', after.slice(head, after.length - tail)),
  ];
}

function marked(mark: string, lines: readonly string[]): string[] {
  return lines.map((line) => `  ${mark} ${line}`.trimEnd());
}

function writeHints(snapshot: Snapshot, file: YamlFile): string {
  return inlayHint(snapshot, file, { start: 0, end: file.text.length })
    .map(({ offset, label, tooltip }) => {
      const { line } = file.lines.positionAt(offset);
      const [start, end] = [file.lines.lineStart(line), file.lines.lineEnd(line)];
      const shown = `${line + 1}: ${file.text.slice(start, offset)}«${label}»${file.text.slice(offset, end)}`;
      return tooltip === undefined ? shown : `${shown}\n  ${tooltip}`;
    })
    .join('\n');
}

function compare(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}
