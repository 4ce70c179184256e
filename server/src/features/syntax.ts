import type { OffsetRange } from '../base/range.ts';
import { shortened } from '../base/words.ts';
import type { Diagnostic } from '../languages/language.ts';
import { isText, MAX_ENTRIES, MAX_LENGTH, type PlacedDocument, type YamlFile } from '../yaml/file.ts';
import { nodeAt } from '../yaml/find.ts';
import type { YamlNode, YamlProblem } from '../yaml/node.ts';
import { syntaxMessage, type SyntaxMessage } from './syntax-message.ts';

/** Where the structure breaks early, the parser finds fault with nearly every line that follows. */
const MAX_FINDINGS = 50;

/** Of so many problems some are on one line or told together; more are not looked at. */
const MAX_PROBLEMS = 10 * MAX_FINDINGS;

const CONFLICT_MARKER = /^(?:<{7}(?: .*)?|={7}|>{7}(?: .*)?)\r?$/gm;

/** The one finding of a file that is not text; undefined for text. */
export function notText(file: YamlFile): Diagnostic | undefined {
  if (isText(file.text)) return undefined;
  return {
    range: { start: 0, end: Math.min(1, file.text.length) },
    message: 'This file is not text, so it is not checked; save it as UTF-8, or give it another name',
    code: 'yaml/not-text',
    severity: 'error',
  };
}

/** The one finding of a file that is too long to be read; undefined for any other. */
export function tooLong(file: YamlFile): Diagnostic | undefined {
  if (file.excess === undefined) return undefined;
  const millions = (length: number): string => (length / 1_000_000).toFixed(1).replace(/\.0$/, '');
  const entries = MAX_ENTRIES.toLocaleString('en');
  const most = {
    characters: `${millions(MAX_LENGTH)} million characters`,
    entries: `${entries} documents and entries at their top level`,
    lines: `${entries} lines`,
  }[file.excess];
  return {
    range: { start: 0, end: Math.min(1, file.lines.lineEnd(0)) },
    message: `This file has more than ${most}, so nothing of it is checked; split it`,
    code: 'yaml/too-long',
    severity: 'warning',
  };
}

/** What is wrong with a file as YAML, whoever reads it. */
export function syntax(file: YamlFile): readonly Diagnostic[] {
  const markers = conflictMarkers(file);
  const problems = file.problems();
  const told = new Set(problems.filter(({ code }) => code === 'MULTILINE_IMPLICIT_KEY').map(({ start }) => start));
  const findings = problems
    .filter((problem) => !isToldBetter(problem, told))
    .slice(0, MAX_PROBLEMS)
    .map((problem) => toDiagnostic(file, problem));
  return firstOfEachLine(file, [...markers, ...findings]).slice(0, MAX_FINDINGS);
}

/** A line that goes on below has two problems at one place, and `MULTILINE_IMPLICIT_KEY` says it in the clearer way. */
function isToldBetter({ code, start }: YamlProblem, told: ReadonlySet<number>): boolean {
  return code === 'BLOCK_AS_IMPLICIT_KEY' && told.has(start);
}

function toDiagnostic(file: YamlFile, problem: YamlProblem): Diagnostic {
  const marked = file.text.slice(problem.start, Math.max(problem.end, problem.start + 1));
  const word = shortened(/^[^\n]*/.exec(marked)?.[0].trim() ?? '');
  const said = syntaxMessage(problem, word);
  // What was too long to be read may be right.
  const severity = problem.code === 'TOO_LARGE' ? 'warning' : 'error';
  return { range: markedRange(file, problem, said), message: said.message, code: 'yaml/syntax', severity };
}

function markedRange(file: YamlFile, problem: YamlProblem, { mark, opener }: SyntaxMessage): OffsetRange {
  if (mark === 'opener') return openerBefore(file, problem.start, opener) ?? problem;
  if (mark === undefined) return file.lines.withinLine(problem);
  const rest = /^\s*/.exec(file.text.slice(problem.start))?.[0].length ?? 0;
  const start = problem.start + rest;
  const end = file.lines.lineEnd(file.lines.positionAt(start).line);
  const content = file.text.slice(start, end);
  const marked = mark === 'word' ? (/^[^\s,]+/.exec(content)?.[0] ?? content) : content.replace(/\s+(?:#.*)?$/, '');
  return marked === '' ? file.lines.withinLine(problem) : { start, end: start + marked.length };
}

/** The quote or bracket of the innermost node that ends where the parser missed its end. */
function openerBefore(file: YamlFile, offset: number, opener: string | undefined): OffsetRange | undefined {
  const found = nodeAt(file, offset);
  const starts = [...(found?.parents ?? []), found?.node].flatMap((node) => {
    const range = node && file.rangeOf(node);
    return range === undefined ? [] : [range.start];
  });
  const isOpener = (start: number): boolean => {
    const first = file.text[start] ?? '';
    return opener === undefined ? /["'[{]/.test(first) : first === opener;
  };
  // What is nested too deep has no node; then the last one before the place is meant.
  const start = starts.findLast(isOpener) ?? (opener === undefined ? -1 : file.text.lastIndexOf(opener, offset - 1));
  return start < 0 ? undefined : { start, end: start + 1 };
}

/** What Git leaves in a file that two sides changed. `=======` alone may be text. */
function conflictMarkers(file: YamlFile): Diagnostic[] {
  // The markers break the text wherever they stand, so a text without problems is not searched.
  if (file.problems().length === 0 || !/^<{7} /m.test(file.text)) return [];
  return Array.from(file.text.matchAll(CONFLICT_MARKER), ({ 0: marker, index }) => ({
    range: { start: index, end: index + marker.trimEnd().length },
    message: 'A merge conflict is not resolved: keep one of the two sides, and take the marker lines out',
    code: 'yaml/syntax',
    severity: 'error' as const,
  }));
}

/** From the first to the last marker of unresolved conflicts: none or one range. */
export function conflict(file: YamlFile): readonly OffsetRange[] {
  const markers = conflictMarkers(file);
  const [first, last] = [markers[0], markers.at(-1)];
  return first && last ? [{ start: first.range.start, end: last.range.end }] : [];
}

/** One mistake often gives several problems on its line, of which the first tells most. */
function firstOfEachLine(file: YamlFile, findings: readonly Diagnostic[]): Diagnostic[] {
  const lines = new Set<number>();
  return findings
    .toSorted((a, b) => a.range.start - b.range.start)
    .filter(({ range }) => {
      const { line } = file.lines.positionAt(range.start);
      return !lines.has(line) && lines.add(line);
    });
}

/** Aliases that no anchor of their document defines. Anchors do not reach into other documents or included files. */
export function unknownAliases(file: YamlFile): readonly Diagnostic[] {
  return file.documents.flatMap(({ document }) =>
    document.blocks.flatMap(({ aliases }) =>
      aliases.filter(({ name }) => !document.anchors.has(name)).flatMap((alias) => unknownAlias(file, document, alias)),
    ),
  );
}

function unknownAlias(
  file: YamlFile,
  { anchors }: PlacedDocument['document'],
  alias: YamlNode & { kind: 'alias' },
): Diagnostic[] {
  const range = file.rangeOf(alias);
  // An alias without a name, or with a wrong one, is broken syntax, which is told there.
  if (range === undefined || !/^[\w-]+$/.test(alias.name)) return [];
  const known = [...anchors.keys()].slice(0, 5).map((name) => `'&${name}'`);
  const has = `it has ${known.join(', ')}${anchors.size > 5 ? ', …' : ''}`;
  const way = known.length === 0 ? 'anchors of other files do not count' : has;
  const message = `Alias '*${alias.name}' has no anchor '&${alias.name}' in this document; ${way}`;
  return [{ range, message, code: 'yaml/unknown-alias', severity: 'error' }];
}
