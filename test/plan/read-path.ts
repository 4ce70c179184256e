import { pathOf, type KeyValue, type Path, type PathSegment } from '../../server/src/plan/path.ts';

/** Whether `inner` is `outer` or lies below it. */
export function isWithin(inner: Path, outer: Path): boolean {
  return pathOf(inner.segments.slice(0, outer.segments.length)).text === outer.text;
}

/**
 * Reads the grammar of `Path.text`. Key values and set members come back as strings, whole numbers as numbers.
 * Answers undefined for a text that is no path.
 */
export function parsePath(text: string): Path | undefined {
  const segments: PathSegment[] = [];
  let rest = text;
  while (rest !== '') {
    const step = rest.startsWith('[') ? bracketStep(rest) : fieldStep(rest, segments.length === 0);
    if (step === undefined) return undefined;
    segments.push(step.segment);
    rest = rest.slice(step.length);
  }
  return pathOf(segments);
}

interface Step {
  readonly segment: PathSegment;
  readonly length: number;
}

function fieldStep(rest: string, isFirst: boolean): Step | undefined {
  const match = (isFirst ? /^([^\s.[\]"/]+)/ : /^\.([^\s.[\]"/]+)/).exec(rest);
  return match ? { segment: { field: match[1] ?? '' }, length: match[0].length } : undefined;
}

const quoted = '"(?:[^"\\\\]|\\\\.)*"';
const bare = '[^[\\],="\\s]+';
const fieldInBrackets = new RegExp(`^\\[(${quoted})\\]`);
const indexInBrackets = /^\[(\d+)\]/;
const memberInBrackets = new RegExp(`^\\[=(${quoted}|${bare})\\]`);
const pair = `(${quoted}|${bare})=(${quoted}|${bare})`;
const keysInBrackets = new RegExp(`^\\[${pair}(?:,${pair})*\\]`);

function bracketStep(rest: string): Step | undefined {
  const field = fieldInBrackets.exec(rest);
  if (field) return { segment: { field: String(unquote(field[1] ?? '')) }, length: field[0].length };
  const index = indexInBrackets.exec(rest);
  if (index) return { segment: { index: Number(index[1]) }, length: index[0].length };
  const member = memberInBrackets.exec(rest);
  if (member) return { segment: { member: unquote(member[1] ?? '') }, length: member[0].length };
  const keys = keysInBrackets.exec(rest);
  if (!keys) return undefined;
  const pairs = [...keys[0].matchAll(new RegExp(pair, 'g'))];
  const record = Object.fromEntries(pairs.map(([, key, value]) => [String(unquote(key ?? '')), unquote(value ?? '')]));
  return { segment: { keys: record }, length: keys[0].length };
}

function unquote(text: string): KeyValue {
  if (text.startsWith('"')) return unescape(text);
  return /^-?(0|[1-9]\d{0,14})$/.test(text) && text !== '-0' ? Number(text) : text;
}

/** The inverse of JSON's string notation, without an exception for what is not JSON. */
function unescape(text: string): string {
  const letters: Record<string, string> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };
  return text
    .slice(1, -1)
    .replaceAll(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_, code: string | undefined, letter: string | undefined) =>
      code === undefined ? (letters[letter ?? ''] ?? letter ?? '') : String.fromCharCode(parseInt(code, 16)),
    );
}
