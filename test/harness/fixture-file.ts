import { describeInclude, isIncludePath } from '../../server/src/workspace/include-address.ts';
import type { Diagnostic, RelatedPlace } from '../../server/src/languages/language.ts';
import { annotate, strip } from './annotate.ts';
import { pathElsewhere } from './elsewhere-block.ts';
import type { Block } from './page.ts';

const CURSOR = '<|>';
export const ROOT = '/workspace';

const OPTIONS = new Set(['crlf', 'bom', 'nul', 'long', 'unfinished']);

const LONG = 'x'.repeat(5_000_000);

/** A block with a path: a file of the workspace. `cursor` is an offset of `text`. */
export interface FixtureFile {
  readonly path: string;
  readonly text: string;
  readonly cursor: number | undefined;
  /** Somebody is still writing it, so the page does not show what is found wrong. */
  readonly isUnfinished: boolean;
}

export function absolute(path: string): string {
  if (path.startsWith('@')) return pathElsewhere(path);
  return path.startsWith('/') ? path : `${ROOT}/${path}`;
}

export function relative(path: string): string {
  if (isIncludePath(path)) return describeInclude(path);
  return path.startsWith(`${ROOT}/`) ? path.slice(ROOT.length + 1) : path;
}

/**
 * Reads a file block: `yaml path`, with the options `crlf` (lines end so), `bom` (the text starts with one), `nul`
 * (a `␀` stands for the character that no page can hold), `long` (a `…` stands for five million characters) and `unfinished` (its findings are not shown).
 */
export function readFile({ words: [path = '', ...options], body }: Block): FixtureFile {
  const unknown = options.find((option) => !OPTIONS.has(option));
  if (unknown !== undefined) throw new Error(`'${path}': there is no option '${unknown}'`);
  const isUnfinished = options.includes('unfinished');
  const encode = (text: string): string => {
    const withNul = options.includes('nul') ? text.replaceAll('␀', '\0') : text;
    const withLength = options.includes('long') ? withNul.replaceAll('…', LONG) : withNul;
    const withLines = options.includes('crlf') ? withLength.replaceAll('\n', '\r\n') : withLength;
    return options.includes('bom') ? `\u{FEFF}${withLines}` : withLines;
  };
  const text = encode(body === '' ? '' : `${strip(body)}\n`);
  const cursor = text.indexOf(CURSOR);
  return {
    path: absolute(path),
    text: text.replace(CURSOR, ''),
    cursor: cursor === -1 ? undefined : cursor,
    isUnfinished,
  };
}

/** Writes a file block again, with the findings under their lines. */
export function writeFile(
  { text, cursor }: FixtureFile,
  diagnostics: readonly Diagnostic[],
  place: (related: RelatedPlace) => string,
): string {
  const shift = (offset: number, isEnd: boolean): number =>
    cursor === undefined || offset < cursor || (isEnd && offset === cursor) ? offset : offset + CURSOR.length;
  const shown = cursor === undefined ? text : text.slice(0, cursor) + CURSOR + text.slice(cursor);
  const shifted = diagnostics.map((diagnostic) => {
    const { start, end } = diagnostic.range;
    return { ...diagnostic, range: { start: shift(start, false), end: shift(end, start !== end) } };
  });
  return decode(annotate(shown, shifted, place));
}

function decode(text: string): string {
  return text
    .replace(/^\u{FEFF}/u, '')
    .replaceAll('\r', '')
    .replaceAll(LONG, '…')
    .replaceAll('\0', '␀');
}
