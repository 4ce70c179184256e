/** A value that can identify an element of a list: of a set, or of a key of a list of mappings. */
export type KeyValue = string | number | boolean;

/** One step into an object: a field, an element found by its keys, an element by its zero-based index, a member of a set. */
export type PathSegment =
  | { readonly field: string }
  | { readonly keys: Readonly<Record<string, KeyValue>> }
  | { readonly index: number }
  | { readonly member: KeyValue };

/**
 * A place in an object. `text` is the only form that is shown or stored: `spec.containers[name=app].image`,
 * `metadata.labels["app.kubernetes.io/name"]`, `metadata.finalizers[=example.com/a]`; empty for the whole object.
 */
export interface Path {
  readonly segments: readonly PathSegment[];
  readonly text: string;
}

export const rootPath: Path = { segments: [], text: '' };

/** The path one step further. */
export function append(path: Path, segment: PathSegment): Path {
  return { segments: [...path.segments, segment], text: path.text + segmentText(segment, path.text === '') };
}

/** The path of these steps. */
export function pathOf(segments: readonly PathSegment[]): Path {
  return { segments, text: pathText({ segments }) };
}

/** Prints a path in the grammar of `Path.text`. */
export function pathText(path: Pick<Path, 'segments'>): string {
  return path.segments.map((segment, index) => segmentText(segment, index === 0)).join('');
}

/** Whether `inner` is `outer` or lies below it. */
export function isWithin(inner: Path, outer: Path): boolean {
  if (inner.segments.length < outer.segments.length) return false;
  return outer.segments.every(
    (segment, index) => segmentText(segment, true) === segmentText(inner.segments[index] as PathSegment, true),
  );
}

function segmentText(segment: PathSegment, isFirst: boolean): string {
  if ('index' in segment) return `[${segment.index}]`;
  if ('member' in segment) return `[=${keyText(segment.member)}]`;
  if ('keys' in segment) {
    const pairs = Object.entries(segment.keys).map(([key, value]) => `${keyText(key)}=${keyText(value)}`);
    return `[${pairs.join(',')}]`;
  }
  const { field } = segment;
  if (!/^[^\s.[\]"/]+$/.test(field)) return `[${JSON.stringify(field)}]`;
  return isFirst ? field : `.${field}`;
}

/** Quoted only where the text would otherwise read differently. */
function keyText(value: KeyValue): string {
  const text = String(value);
  return text === '' || /[[\],="\s]/.test(text) ? JSON.stringify(text) : text;
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
