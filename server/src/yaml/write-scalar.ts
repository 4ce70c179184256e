import { isPsychDate } from './dialect.ts';
import { resolveCore } from './dialects/core.ts';
import { resolveKubernetes } from './dialects/kubernetes.ts';
import { resolvePsych } from './dialects/psych.ts';

/** A scalar as text: what stands behind the key or dash, and the lines below it when it is a block scalar. */
interface WrittenScalar {
  readonly first: string;
  /** Not yet indented; an empty line stays empty. */
  readonly below: readonly string[];
}

/** Beyond this a text that needs quotes reads better as a block. */
const LONG = 80;

/**
 * Writes a scalar so that YAML 1.1 (Ruby's Psych, go-yaml) and YAML 1.2 read the same value again: a text that one of
 * them takes for something else is quoted, one with line breaks becomes a block where nothing gets lost.
 */
export function writeScalar(value: unknown): WrittenScalar {
  if (typeof value === 'string') return writeText(value);
  if (typeof value === 'number') return { first: writeNumber(value), below: [] };
  if (typeof value === 'bigint') return { first: String(value), below: [] };
  return { first: value === true ? 'true' : value === false ? 'false' : 'null', below: [] };
}

function writeText(text: string): WrittenScalar {
  if (isPlain(text)) return { first: text, below: [] };
  const wantsBlock = text.includes('\n') || text.length > LONG;
  return wantsBlock && canBeBlock(text) ? writeBlock(text) : { first: quote(text), below: [] };
}

/** A key stands on one line. */
export function writeKey(text: string): string {
  return isPlain(text) && !/^[-?<=]/.test(text) ? text : quote(text);
}

// Letters, digits and what means nothing to YAML at the start of a text, or a dash before more of it.
const PLAIN_START = /^(?:[\p{L}\p{N}_./$(~^+\\;<]|-[\p{L}\p{N}_./$(~^+\\;<-])/u;
const PRINTABLE = /^[ -~\u00a1-\u1fff\u2030-\ud7ff\ue000-\ufdcf\ufdf0-\ufefe\uff00-\uffef\u{10000}-\u{1fbff}]*$/u;
const MEANS_SOMETHING = /: | #|[: ]$|^(?:---|\.\.\.)/;

function isPlain(text: string): boolean {
  if (!PLAIN_START.test(text) || MEANS_SOMETHING.test(text) || !PRINTABLE.test(text)) return false;
  if (text.length > 40) return true;
  return (
    !isPsychDate(text) &&
    resolvePsych(text) === text &&
    resolveCore(text) === text &&
    resolveKubernetes(text) === text &&
    !looksNumeric(text) &&
    text !== '<<'
  );
}

/** Numbers and times of some reader that none of ours knows: `0o17`, `1e3`, `1:20`, `1,000`. */
function looksNumeric(text: string): boolean {
  return /^[-+]?[.\d][\d_,.:]*(?:[eE][-+]?\d*)?$/.test(text) || /^[-+]?0[box]/i.test(text);
}

/** No character that a block cannot hold, and no white space at its ends that a reader could take for something else. */
function canBeBlock(text: string): boolean {
  const body = text.endsWith('\n') ? text.slice(0, -1) : text;
  return /^\S(?:[\s\S]*\S)?$/.test(body) && body.split('\n').every((line) => PRINTABLE.test(line.replaceAll('\t', '')));
}

function writeBlock(text: string): WrittenScalar {
  const isClipped = text.endsWith('\n');
  const body = isClipped ? text.slice(0, -1) : text;
  return { first: isClipped ? '|' : '|-', below: body.split('\n') };
}

function quote(text: string): string {
  const canBeSingle = PRINTABLE.test(text);
  if (canBeSingle && (!text.includes("'") || /["\\]/.test(text))) return `'${text.replaceAll("'", "''")}'`;
  // JSON escapes all that YAML asks for up to here; both write the rest as \uXXXX.
  return JSON.stringify(text).replace(/[^ -~]/gu, (letter) => (PRINTABLE.test(letter) ? letter : escape(letter)));
}

function escape(letter: string): string {
  const code = letter.codePointAt(0) ?? 0;
  const digits = code.toString(16);
  return code > 0xffff ? `\\U${digits.padStart(8, '0')}` : `\\u${digits.padStart(4, '0')}`;
}

/** Psych needs a point and a signed exponent to see a number. */
function writeNumber(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value);
  const [mantissa = '', exponent] = text.split('e');
  if (exponent === undefined) return text;
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}e${exponent}`;
}
