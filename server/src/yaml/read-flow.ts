import type { NodeMaker, Read } from './make-nodes.ts';
import type { YamlEntry, YamlNode, YamlScalar } from './node.ts';

/** A piece in brackets: letters, digits and what has no meaning there, with single blanks between. */
const PLAIN = /[A-Za-z0-9_.$/@+=-](?:[\w.$/@+=-]| (?=[\w.$/@+=-]))*/y;
const DOUBLE = /"[^"\\\n]*"/y;
const SINGLE = /'[^'\n]*'(?!')/y;

const SCALARS: readonly (readonly [RegExp, YamlScalar['style']])[] = [
  [PLAIN, 'plain'],
  [DOUBLE, 'double'],
  [SINGLE, 'single'],
];

const MAX_DEPTH = 60;

interface Source {
  readonly text: string;
  readonly make: NodeMaker;
}

/** Reads a list or mapping in brackets that begins at `at` and lies on one line. Undefined for anything unusual. */
export function readFlow(source: Source, at: number, depth = 0): Read | undefined {
  const first = source.text[at];
  if (depth > MAX_DEPTH) return undefined;
  if (first === '[') return readList(source, at, depth + 1);
  return first === '{' ? readMapping(source, at, depth + 1) : readScalar(source, at);
}

function readScalar({ text, make }: Source, at: number): Read | undefined {
  for (const [pattern, style] of SCALARS) {
    pattern.lastIndex = at;
    const written = pattern.exec(text)?.[0];
    // A dash alone is an item.
    if (written === undefined || written === '-' || written.startsWith('- ')) continue;
    const after = at + written.length;
    return { node: make.scalar([at, after], style === 'plain' ? written : written.slice(1, -1), style), after };
  }
  return undefined;
}

function readList(source: Source, start: number, depth: number): Read | undefined {
  const items: YamlNode[] = [];
  let at = skip(source.text, start + 1);
  while (source.text[at] !== ']') {
    const item = readFlow(source, at, depth);
    const next = item && afterItem(source.text, item.after, ']');
    if (item === undefined || next === undefined) return undefined;
    items.push(item.node);
    at = next;
  }
  return { node: source.make.sequence([start, at + 1], items, true), after: at + 1 };
}

function readMapping(source: Source, start: number, depth: number): Read | undefined {
  const entries: YamlEntry[] = [];
  let at = skip(source.text, start + 1);
  while (source.text[at] !== '}') {
    const key = readScalar(source, at);
    if (key === undefined || !source.text.startsWith(': ', key.after)) return undefined;
    const value = readFlow(source, skip(source.text, key.after + 1), depth);
    const next = value && afterItem(source.text, value.after, '}');
    if (value === undefined || next === undefined) return undefined;
    entries.push({ key: key.node, value: value.node });
    at = next;
  }
  return { node: source.make.mapping([start, at + 1], entries, true), after: at + 1 };
}

/** Where the next item or the closing bracket stands; undefined for anything but a comma with an item behind it. */
function afterItem(text: string, after: number, close: string): number | undefined {
  const at = skip(text, after);
  if (text[at] === close) return at;
  if (text[at] !== ',' || text[at + 1] !== ' ') return undefined;
  const next = skip(text, at + 1);
  return text[next] === close ? undefined : next;
}

function skip(text: string, at: number): number {
  let next = at;
  while (text[next] === ' ') next++;
  return next;
}
