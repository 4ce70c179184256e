import type { Step } from './line-structure.ts';

/** Where in `[…]` and `{…}` a text ends. */
export interface Flow {
  /** The open brackets as steps: '-' for a list, the key that was begun for a mapping. */
  readonly steps: readonly Step[];
  /** How many brackets are open. */
  readonly depth: number;
  readonly place: 'key' | 'value';
  /** Where the last word begins, relative to the text. */
  readonly wordStart: number;
  /** The keys of the innermost mapping, with what was written as their values. */
  readonly keys: ReadonlyMap<string, string>;
  /** The items before the last word, of the innermost list. */
  readonly items: readonly string[];
  /** The tag of the innermost bracket, such as `!reference`. */
  readonly tag: string | undefined;
}

interface Bracket {
  readonly kind: '[' | '{';
  readonly tag: string | undefined;
  readonly key: string | undefined;
  readonly keys: ReadonlyMap<string, string>;
  readonly items: readonly string[];
}

const TOKEN = /"(?:[^"\\]|\\.)*"?|'[^']*'?|(?<=^|\s)#.*|[[\]{},]|:(?=[\s,[\]{}]|$)/g;

/** Follows the brackets that are open at the end of a text that begins before the outermost one. */
export function scanFlow(text: string): Flow {
  let open: readonly Bracket[] = [];
  let wordStart = 0;
  for (const { index, 0: token } of text.matchAll(TOKEN)) {
    const isBracket = token === '[' || token === '{';
    if (/^["'#]/.test(token) || (!isBracket && open.length === 0)) continue;
    open = after(open, token, text.slice(wordStart, index).trim());
    wordStart = index + 1;
  }
  const top = open.at(-1);
  if (top === undefined) {
    return { steps: [], depth: 0, place: 'key', wordStart: 0, keys: new Map(), items: [], tag: undefined };
  }
  const rest = text.slice(wordStart);
  return {
    steps: open.flatMap(({ kind, key }) => (kind === '[' ? ['-'] : (key ?? []))),
    depth: open.length,
    place: top.kind === '{' && top.key === undefined ? 'key' : 'value',
    wordStart: wordStart + rest.length - rest.trimStart().length,
    keys: top.keys,
    items: top.items,
    tag: top.tag,
  };
}

function after(open: readonly Bracket[], token: string, word: string): readonly Bracket[] {
  if (token === '[' || token === '{') {
    const tag = /!\S+/.exec(word)?.[0];
    return [...open, { kind: token, tag, key: undefined, keys: new Map(), items: [] }];
  }
  const top = open.at(-1);
  if (top === undefined || token === ']' || token === '}') return open.slice(0, -1);
  return [...open.slice(0, -1), token === ',' ? nextItem(top, word) : withKey(top, word)];
}

function nextItem(top: Bracket, word: string): Bracket {
  if (top.kind === '[') return { ...top, items: [...top.items, unquoted(word)] };
  const key = top.key ?? unquoted(word);
  return { ...top, key: undefined, keys: new Map([...top.keys, [key, word]]) };
}

function withKey(top: Bracket, word: string): Bracket {
  if (top.kind === '[' || top.key !== undefined) return top;
  const key = unquoted(word);
  return { ...top, key, keys: new Map([...top.keys, [key, '']]) };
}

/** A word without the quotes around it. */
export function unquoted(word: string): string {
  return word.replace(/^(["'])(.*)\1$/s, '$2');
}
