import { isAlias, isMap, isScalar, isSeq, parseDocument, type Node, type Pair, type Scalar } from 'yaml';
import type { YamlAlias, YamlBlock, YamlEntry, YamlNode, YamlProblem, YamlScalar } from './node.ts';

type LibraryPair = Pair<Node, Node | null>;

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

const OPTIONS = {
  // Every scalar stays text: what `yes` or `010` means depends on who reads the file, see dialect.ts.
  schema: 'failsafe',
  // Pretty errors cost time and replace the offsets by text.
  prettyErrors: false,
  // GitLab lets the last of two equal keys win and Kubernetes refuses them: the languages judge.
  uniqueKeys: false,
  merge: false,
  logLevel: 'silent',
  strict: true,
} as const;

/** A collection nested deeper than this is machine-made or hostile; the parser recurses and would end the process. */
const MAX_FLOW_DEPTH = 200;

const TOO_DEEP = `More than ${MAX_FLOW_DEPTH} nested collections; this part is not checked`;

/** A block longer than this (UTF-16 units) is not parsed: it would hold up every keystroke for seconds. */
const MAX_BLOCK_LENGTH = 2_000_000;

const STYLES: Readonly<Record<string, YamlScalar['style']>> = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};

/** Parses one block. It never fails: broken text gives a partial tree and `problems`. */
export function parseBlock(text: string): YamlBlock {
  const refusal = refuse(text);
  if (refusal !== undefined) return emptyBlock(text, refusal);
  try {
    return build(text);
  } catch (error) {
    // The library recurses by nesting depth and throws on very few inputs. To us both are broken text, that is, data.
    if (error instanceof RangeError) return emptyBlock(text, { code: 'TOO_DEEP', message: TOO_DEEP, start: 0, end: 0 });
    const message = `This part could not be parsed: ${error instanceof Error ? error.message : String(error)}`;
    return emptyBlock(text, { code: 'NOT_PARSED', message, start: 0, end: 0 });
  }
}

function refuse(text: string): YamlProblem | undefined {
  if (text.length > MAX_BLOCK_LENGTH) {
    const megabytes = Math.round(text.length / 1_000_000);
    return { code: 'TOO_LARGE', message: `This part is ${megabytes} MB long and is not checked`, start: 0, end: 0 };
  }
  const deep = flowDepthExceeded(text);
  if (deep === undefined) return undefined;
  return {
    code: 'TOO_DEEP',
    message: TOO_DEEP,
    start: deep,
    end: deep + 1,
  };
}

function flowDepthExceeded(text: string): number | undefined {
  if (text.length < MAX_FLOW_DEPTH) return undefined;
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 0x5b || code === 0x7b) depth++;
    else if ((code === 0x5d || code === 0x7d) && depth > 0) depth--;
    if (depth > MAX_FLOW_DEPTH) return index;
  }
  return undefined;
}

function emptyBlock(text: string, problem: YamlProblem): YamlBlock {
  return { text, root: undefined, problems: [problem], anchors: new Map(), aliases: [] };
}

function build(text: string): YamlBlock {
  const parsed = parseDocument<Node, false>(text, OPTIONS);
  const exhausted = parsed.errors.find(({ code }) => code === 'RESOURCE_EXHAUSTION');
  if (exhausted) return emptyBlock(text, { code: 'TOO_DEEP', message: TOO_DEEP, start: 0, end: 0 });
  const block: Writable<YamlBlock> = {
    text,
    root: undefined,
    problems: parsed.errors.map(({ code, pos, message }) => ({
      code,
      message: firstLine(message),
      start: Math.min(pos[0], text.length),
      end: Math.min(Math.max(pos[1], pos[0]), text.length),
    })),
    anchors: new Map(),
    aliases: [],
  };
  const contents = parsed.contents as Node | null;
  if (contents !== null) block.root = new Converter(block).convert(contents);
  return block;
}

/** Turns the library's nodes into ours, so that theirs (several times the size) can be freed. */
class Converter {
  readonly #block: YamlBlock;
  readonly #anchors: Map<string, YamlNode>;
  readonly #aliases: YamlAlias[];

  constructor(block: YamlBlock) {
    this.#block = block;
    this.#anchors = block.anchors as Map<string, YamlNode>;
    this.#aliases = block.aliases as YamlAlias[];
  }

  convert(node: Node): YamlNode {
    const converted = this.#convertKind(node);
    if (converted.anchor !== undefined) this.#anchors.set(converted.anchor, converted);
    if (converted.kind === 'alias') this.#aliases.push(converted);
    return converted;
  }

  #convertKind(node: Node): YamlNode {
    const start = node.range?.[0] ?? 0;
    const end = node.range?.[1] ?? start;
    const place = { block: this.#block, start, end };
    if (isAlias(node)) return { kind: 'alias', ...place, tag: undefined, anchor: undefined, name: node.source };
    const marked = { ...place, tag: node.tag, anchor: node.anchor };
    if (isMap(node)) {
      const { items, flow } = node;
      return {
        kind: 'mapping',
        ...marked,
        entries: items.map((pair) => this.#entry(pair as LibraryPair)),
        flow: flow === true,
      };
    }
    if (isSeq(node)) {
      const { items, flow } = node;
      return {
        kind: 'sequence',
        ...marked,
        items: items.map((item) => this.#item(item as Node | LibraryPair | null)),
        flow: flow === true,
      };
    }
    const { value, type } = node;
    return { kind: 'scalar', ...marked, text: String(value), style: STYLES[type ?? 'PLAIN'] ?? 'plain' };
  }

  #entry({ key, value }: LibraryPair): YamlEntry {
    return { key: this.convert(key), value: this.#present(value) };
  }

  /** `[a: b]` is a sequence whose item is a mapping of one pair. */
  #item(node: Node | LibraryPair | null): YamlNode | undefined {
    if (node === null || !('key' in node)) return this.#present(node);
    const pair = this.#entry(node);
    const place = { block: this.#block, start: pair.key.start, end: pair.value?.end ?? pair.key.end };
    return { kind: 'mapping', ...place, tag: undefined, anchor: undefined, entries: [pair], flow: true };
  }

  #present(node: Node | null): YamlNode | undefined {
    return node === null || (isScalar(node) && isEmpty(node)) ? undefined : this.convert(node);
  }
}

function isEmpty(node: Scalar): boolean {
  return node.type === 'PLAIN' && node.value === '' && node.tag === undefined && node.anchor === undefined;
}

function firstLine(message: string): string {
  const end = message.indexOf('\n');
  return end === -1 ? message : message.slice(0, end);
}
