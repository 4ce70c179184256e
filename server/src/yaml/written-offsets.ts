import type { YamlScalar } from './node.ts';

/** How many characters an escape of a double-quoted scalar takes, with its backslash; two where it is not named. */
const ESCAPE_LENGTHS: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };

/**
 * Where each character of a scalar's content is written: offsets of its block, with one more for the end. Quotes, escapes,
 * folds and indentation lie between them. Undefined where the two cannot be matched.
 */
export function writtenOffsets(scalar: YamlScalar): readonly number[] | undefined {
  const { text, style, block, end } = scalar;
  const written = block.text;
  const offsets: number[] = [];
  let at = contentStart(scalar);
  for (let index = 0; index < text.length; index++) {
    if (!isSpace(text, index)) while (at < end && isSpace(written, at)) at++;
    const step = stepOver(written, at, { style, wanted: text.charAt(index) });
    if (step === undefined) return undefined;
    offsets.push(at);
    at += step;
    if (isSpace(text, index)) at = skipToMatch(written, at, { end, next: text.charAt(index + 1) });
  }
  offsets.push(Math.min(at, end));
  return offsets;
}

function contentStart({ style, block, start }: YamlScalar): number {
  if (style === 'plain') return start;
  if (style === 'single' || style === 'double') return start + 1;
  const lineEnd = block.text.indexOf('\n', start);
  return lineEnd === -1 ? block.text.length : lineEnd + 1;
}

function isSpace(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}

/** After a space of the content: what folding and indentation put there, unless the content goes on with a space too. */
function skipToMatch(written: string, from: number, { end, next }: { end: number; next: string }): number {
  let at = from;
  if (next === '' || isSpace(next, 0)) return at;
  while (at < end && isSpace(written, at)) at++;
  return at;
}

interface Wanted {
  readonly style: YamlScalar['style'];
  readonly wanted: string;
}

/** How much is written for one character of the content; undefined where it is something else. */
function stepOver(written: string, at: number, { style, wanted }: Wanted): number | undefined {
  const found = written.charAt(at);
  if (style === 'single' && found === "'" && wanted === "'") return 2;
  if (style === 'double' && found === '\\') return ESCAPE_LENGTHS[written.charAt(at + 1)] ?? 2;
  if (found === wanted) return 1;
  // A fold is written as a line break and read as a space; the last line break of a text may not be written at all.
  if (/\s/.test(wanted)) return isSpace(written, at) ? 1 : 0;
  return undefined;
}
