/**
 * A collection nested deeper than this is machine-made or hostile. The parser recurses: far below it would end the process,
 * as a regular expression that V8 compiles when little of the stack is left does so without a way to catch it.
 */
export const MAX_DEPTH = 200;

/** Where a text is nested too deep, by its brackets or by its dashes and columns; undefined where it is not. */
export function tooDeepAt(text: string): number | undefined {
  return text.length < MAX_DEPTH ? undefined : (flowTooDeepAt(text) ?? blockTooDeepAt(text));
}

function flowTooDeepAt(text: string): number | undefined {
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 0x5b || code === 0x7b) depth++;
    else if ((code === 0x5d || code === 0x7d) && depth > 0) depth--;
    if (depth > MAX_DEPTH) return index;
  }
  return undefined;
}

/** Each collection in a block stands further right than the one that it is in, so only such lines can be that deep. */
const FAR_RIGHT = new RegExp(`^[-?: \\t]{${MAX_DEPTH}}`, 'm');

function blockTooDeepAt(text: string): number | undefined {
  if (!FAR_RIGHT.test(text)) return undefined;
  const columns: number[] = [];
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    const deep = enterLine(text, { start, end }, columns);
    if (deep !== undefined) return deep;
    start = end + 1;
  }
  return undefined;
}

/** Keeps in `columns` where the collections begin that a line lies in. Answers where they are too many. */
function enterLine(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
  columns: number[],
): number | undefined {
  let at = skipBlanks(text, start, end);
  if (at === end || text.charCodeAt(at) === 0x23) return undefined;
  while ((columns.at(-1) ?? -1) >= at - start) columns.pop();
  columns.push(at - start);
  while (isIndicator(text, at, end)) {
    at = skipBlanks(text, at + 1, end);
    columns.push(at - start);
    if (columns.length > MAX_DEPTH) return at;
  }
  return columns.length > MAX_DEPTH ? at : undefined;
}

/** A dash, or the mark of an explicit key or its value, behind which a collection may begin. */
function isIndicator(text: string, at: number, end: number): boolean {
  const code = text.charCodeAt(at);
  if (at >= end || (code !== 0x2d && code !== 0x3f && code !== 0x3a)) return false;
  const next = text.charCodeAt(at + 1);
  return next === 0x20 || next === 0x09;
}

function skipBlanks(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && (text.charCodeAt(at) === 0x20 || text.charCodeAt(at) === 0x09)) at++;
  return at;
}
