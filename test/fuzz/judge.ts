import type { OffsetRange } from '../../server/src/base/range.ts';
import { codeAction } from '../../server/src/features/code-action.ts';
import { codeLens, resolveCodeLens } from '../../server/src/features/code-lens.ts';
import { completion } from '../../server/src/features/completion.ts';
import { definition } from '../../server/src/features/definition.ts';
import { diagnostic } from '../../server/src/features/diagnostic.ts';
import { documentHighlight } from '../../server/src/features/document-highlight.ts';
import { documentLink } from '../../server/src/features/document-link.ts';
import { documentSymbol } from '../../server/src/features/document-symbol.ts';
import { foldingRange } from '../../server/src/features/folding-range.ts';
import { hover } from '../../server/src/features/hover.ts';
import { inlayHint } from '../../server/src/features/inlay-hint.ts';
import { references } from '../../server/src/features/references.ts';
import { prepareRename, rename } from '../../server/src/features/rename.ts';
import { selectionRange } from '../../server/src/features/selection-range.ts';
import { semanticTokens } from '../../server/src/features/semantic-tokens.ts';
import type { Diagnostic } from '../../server/src/languages/language.ts';
import type { Snapshot } from '../../server/src/workspace/snapshot.ts';
import type { YamlFile } from '../../server/src/yaml/file.ts';
import { nodeAt } from '../../server/src/yaml/find.ts';

/** Something that no answer may be. */
export interface Fault {
  readonly feature: string;
  readonly what: string;
}

interface Question {
  readonly feature: string;
  readonly ask: () => Iterable<OffsetRange>;
}

interface Asked {
  readonly offsets: readonly number[];
  /** How long a question may hold up the editor, in milliseconds of processor time. */
  readonly longest: number;
}

/** Asks everything that an editor asks of a file, at some places in it, and says what was wrong with the answers. */
export function judge(snapshot: Snapshot, file: YamlFile, { offsets, longest }: Asked): Fault[] {
  const questions = [...ofFile(snapshot, file), ...offsets.flatMap((offset) => atOffset(snapshot, file, offset))];
  return questions.flatMap((question) => answerFaults(question, file, longest));
}

function answerFaults({ feature, ask }: Question, { text }: YamlFile, longest: number): Fault[] {
  const begun = process.cpuUsage();
  try {
    const ranges = Array.from(ask());
    const { user, system } = process.cpuUsage(begun);
    const took = (user + system) / 1000;
    return [
      ...ranges
        .filter(({ start, end }) => !(start >= 0 && start <= end && end <= text.length))
        .map(({ start, end }) => ({ feature, what: `the range ${start}–${end} is not in the text` })),
      ...(took > longest ? [{ feature, what: `took ${Math.round(took)} ms` }] : []),
    ];
  } catch (error) {
    return [{ feature, what: error instanceof Error ? (error.stack ?? error.message) : String(error) }];
  }
}

function ofFile(snapshot: Snapshot, file: YamlFile): Question[] {
  const whole = { start: 0, end: file.text.length };
  return [
    { feature: 'diagnostic', ask: () => diagnostic(snapshot, file).map(({ range }) => range) },
    {
      feature: 'documentSymbol',
      ask: () => documentSymbol(snapshot, file).flatMap(({ range, selectionRange: name }) => [range, name]),
    },
    { feature: 'documentLink', ask: () => documentLink(snapshot, file).map(({ range }) => range) },
    { feature: 'semanticTokens', ask: () => semanticTokens(snapshot, file, whole) },
    { feature: 'inlayHint', ask: () => inlayHint(snapshot, file, whole).map(({ offset }) => point(offset)) },
    { feature: 'codeLens', ask: () => lensRanges(snapshot, file) },
    {
      feature: 'foldingRange',
      ask: () => foldingRange(snapshot, file).map(({ startLine, endLine }) => lineRange(file, startLine, endLine)),
    },
  ];
}

function lensRanges(snapshot: Snapshot, file: YamlFile): OffsetRange[] {
  const lenses = codeLens(snapshot, file);
  // An editor resolves those that are on the screen.
  for (const { later } of lenses.slice(0, 20)) if (later !== undefined) resolveCodeLens(snapshot, file, later);
  return lenses.map(({ range }) => range);
}

function atOffset(snapshot: Snapshot, file: YamlFile, offset: number): Question[] {
  const cursor = { file, offset };
  const inFile = (places: readonly { readonly path: string; readonly range: OffsetRange }[]): OffsetRange[] =>
    places.filter(({ path }) => path === file.path).map(({ range }) => range);
  const whereCompleted = (): OffsetRange[] =>
    completion(snapshot, cursor).map(({ range }) => (range.start <= offset ? range : point(-1)));
  return [
    { feature: 'completion', ask: whereCompleted },
    { feature: 'hover', ask: () => [hover(snapshot, cursor)?.range ?? point(0)] },
    { feature: 'definition', ask: () => inFile(definition(snapshot, cursor)) },
    { feature: 'references', ask: () => inFile(references(snapshot, cursor)) },
    { feature: 'documentHighlight', ask: () => documentHighlight(snapshot, cursor).map(({ range }) => range) },
    { feature: 'selectionRange', ask: () => selectionRange(file, offset) },
    { feature: 'codeAction', ask: () => actionRanges(snapshot, file, offset) },
    { feature: 'rename', ask: () => renameRanges(snapshot, file, offset) },
  ];
}

function actionRanges(snapshot: Snapshot, file: YamlFile, offset: number): OffsetRange[] {
  return codeAction(snapshot, file, point(offset))
    .flatMap(({ edits }) => (typeof edits === 'function' ? edits() : edits))
    .filter(({ path }) => path === file.path)
    .map(({ range }) => range);
}

function renameRanges(snapshot: Snapshot, file: YamlFile, offset: number): OffsetRange[] {
  const cursor = { file, offset };
  if (prepareRename(snapshot, cursor)?.ok !== true) return [];
  const answer = rename(snapshot, cursor, 'renamed');
  if (answer?.ok !== true) return [];
  const ranges = answer.value.filter(({ path }) => path === file.path).map(({ range }) => range);
  const sorted = ranges.toSorted((a, b) => a.start - b.start);
  const isOverlapping = sorted.some(({ start }, index) => start < (sorted[index - 1]?.end ?? 0));
  return isOverlapping ? [point(-1)] : ranges;
}

function point(offset: number): OffsetRange {
  return { start: offset, end: offset };
}

function lineRange(file: YamlFile, first: number, last: number): OffsetRange {
  const start = file.lines.offsetAt({ line: first, character: 0 });
  return last < first ? point(-1) : { start, end: file.lines.offsetAt({ line: last, character: 0 }) };
}

/** Findings whose range has nothing to do with what their message names. */
export function strayFindings(snapshot: Snapshot, file: YamlFile): Fault[] {
  return diagnostic(snapshot, file)
    .filter((finding) => !isNamed(file, finding))
    .map(({ code, message, range }) => ({
      feature: code,
      what: `${message} — at '${file.text.slice(range.start, range.end).slice(0, 100)}'`,
    }));
}

/** Messages that name what is not there, what should stand there, what is around it or above, the whole file, or the job that shows it. */
const OF_SOMETHING_ELSE =
  / lacks? |takes a list of names|^No agent |stands alone among keys|each push starts two pipelines|Delete the line '---' above|takes at most \d+ functions/;

/**
 * A message names what stands at its range, a word of it, or a key around it. What is missing stands nowhere; a message
 * without names says nothing of its place.
 */
function isNamed(file: YamlFile, { range, message, code }: Diagnostic): boolean {
  // What is quoted within a message on syntax is what to write.
  if (code === 'yaml/syntax' && !message.startsWith("'")) return true;
  const names = Array.from(message.matchAll(/'([^']+)'/g), ([, name = '']) => plain(name));
  if (names.length === 0 || OF_SOMETHING_ELSE.test(message)) return true;
  const found = file.text.slice(range.start, range.end);
  const isThere = (text: string): boolean =>
    names.some((name) => plain(text).includes(name) || name.includes(plain(text)));
  if (isThere(found) || found.split(/[^\w$]+/).some((word) => word !== '' && message.includes(word))) return true;
  return (nodeAt(file, range.start)?.path ?? []).some((segment) => typeof segment === 'string' && isThere(segment));
}

/** Without quotes, escapes and white space, which are written in many ways. */
function plain(text: string): string {
  return text.replaceAll(/[\s'"\\…]/g, '').toLowerCase();
}
