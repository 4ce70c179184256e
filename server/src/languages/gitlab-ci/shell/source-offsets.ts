import type { YamlScalar } from '../../../yaml/node.ts';

/**
 * Where each character of a scalar's text stands in its block: an offset for each, and one for the end. White space that
 * YAML folds or drops stands where it begins. Undefined where text and source cannot be matched.
 */
export function sourceOffsets(node: YamlScalar): readonly number[] | undefined {
  const before = known.get(node) ?? { offsets: match(node) };
  known.set(node, before);
  return before.offsets;
}

const known = new WeakMap<YamlScalar, { readonly offsets: readonly number[] | undefined }>();

function match(node: YamlScalar): readonly number[] | undefined {
  const source = node.block.text.slice(node.start, node.end);
  const begin = beginOf(node, source);
  const walk = { source, at: begin };
  const offsets: number[] = [];
  const { text } = node;
  for (let index = 0; index < text.length;) {
    const step =
      /\s/.test(text.charAt(index)) && !isEscape(walk, node) ? space(walk, text, index) : character(walk, node);
    if (step === undefined) return undefined;
    if (step.kind === 'space' || isSame(text, index, step.text)) {
      for (let count = 0; count < step.length; count++)
        offsets.push(node.start + step.at + (step.kind === 'space' ? Math.min(count, step.room) : 0));
      index += step.length;
    } else if (step.text !== '') return undefined;
  }
  return [...offsets, node.start + walk.at];
}

interface Walk {
  readonly source: string;
  at: number;
}

/** A piece of the source: the text that it stands for, so long in the text. */
type Step =
  | { readonly kind: 'character'; readonly at: number; readonly text: string; readonly length: number }
  | { readonly kind: 'space'; readonly at: number; readonly room: number; readonly length: number };

function isSame(text: string, index: number, part: string): boolean {
  return part !== '' && text.startsWith(part, index);
}

/** Behind the quote, or on the line after the header of a block scalar. */
function beginOf({ style }: YamlScalar, source: string): number {
  if (style === 'plain') return 0;
  if (style === 'single' || style === 'double') return 1;
  const lineEnd = source.indexOf('\n');
  return lineEnd === -1 ? source.length : skipSpace(source, lineEnd + 1, ' ');
}

function skipSpace(source: string, from: number, allowed = ' \t\r\n'): number {
  let at = from;
  while (at < source.length && allowed.includes(source.charAt(at))) at++;
  return at;
}

function isEscape({ source, at }: Walk, { style }: YamlScalar): boolean {
  return style === 'double' && source.charAt(at) === '\\';
}

/** White space of the text and of the source, each as long as it is. */
function space(walk: Walk, text: string, index: number): Step | undefined {
  let end = index;
  while (end < text.length && /\s/.test(text.charAt(end))) end++;
  const { at, source } = walk;
  walk.at = skipSpace(source, at);
  // At the end of a text, YAML adds or drops line breaks.
  if (walk.at === at && end < text.length) return undefined;
  return { kind: 'space', at, room: Math.max(0, walk.at - at - 1), length: end - index };
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '0': '\0',
  a: '\u0007',
  b: '\b',
  e: '\u001B',
  f: '\f',
  v: '\v',
  N: '\u0085',
  _: '\u00A0',
  L: '\u2028',
  P: '\u2029',
};

function character(walk: Walk, node: YamlScalar): Step | undefined {
  const { source, at } = walk;
  const here = source.charAt(at);
  if (here === '') return undefined;
  if (isEscape(walk, node)) return escape(walk);
  // A line break that YAML drops, as before a closing quote or after an escaped one.
  if (/\s/.test(here)) {
    walk.at = skipSpace(source, at);
    return { kind: 'character', at, text: '', length: 0 };
  }
  walk.at += node.style === 'single' && source.startsWith("''", at) ? 2 : 1;
  return { kind: 'character', at, text: here, length: 1 };
}

function escape(walk: Walk): Step {
  const { source, at } = walk;
  const code = /^\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/.exec(source.slice(at, at + 10));
  if (code !== null) {
    const text = String.fromCodePoint(Math.min(parseInt(code[1] ?? code[2] ?? code[3] ?? '0', 16), 0x10ffff));
    walk.at += code[0].length;
    return { kind: 'character', at, text, length: text.length };
  }
  const name = source.charAt(at + 1);
  if (name === '\n' || name === '\r') {
    walk.at = skipSpace(source, at + 1);
    return { kind: 'character', at, text: '', length: 0 };
  }
  walk.at += 2;
  return { kind: 'character', at, text: ESCAPES[name] ?? name, length: 1 };
}
