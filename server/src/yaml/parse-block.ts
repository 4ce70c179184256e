import { isAlias, isMap, isScalar, isSeq, parseDocument, type Document, type Node, type Pair, type Scalar } from 'yaml';
import { MAX_DEPTH, tooDeepAt } from './nesting.ts';
import { parseLenient } from './parse-lenient.ts';
import { readPlain } from './read-plain.ts';
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

const TOO_DEEP = `More than ${MAX_DEPTH} nested collections; this part is not checked`;

const STYLES: Readonly<Record<string, YamlScalar['style']>> = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};

/** A block while it is read. */
export type OpenBlock = Writable<YamlBlock> & {
  readonly problems: YamlProblem[];
  readonly anchors: Map<string, YamlNode>;
  readonly aliases: YamlAlias[];
};

/** A block of which nothing is read yet. */
export function openBlock(text: string): OpenBlock {
  return { text, root: undefined, problems: [], anchors: new Map(), aliases: [] };
}

/** Parses one block. It never fails: broken text gives a partial tree and `problems`. */
export function parseBlock(text: string): YamlBlock {
  const block = openBlock(text);
  block.root = readPart(block, text, 0);
  return block;
}

/** Reads a part of a block that begins at `offset`; what is in it and what is wrong with it is added to the block. */
export function readPart(block: OpenBlock, text: string, offset: number): YamlNode | undefined {
  const refusal = refuse(text);
  const problems: YamlProblem[] = refusal === undefined ? [] : [refusal];
  const root = refusal === undefined ? readText(block, { text, offset }, problems) : undefined;
  for (const { start, end, ...problem } of problems) {
    block.problems.push({ ...problem, start: offset + start, end: offset + end });
  }
  return root;
}

/** `problems` gets what is wrong, with offsets of the part. */
function readText(block: OpenBlock, { text, offset }: Part, problems: YamlProblem[]): YamlNode | undefined {
  return readPlain(block, text, offset) ?? readWithLibrary(block, { text, offset }, problems);
}

/** The same as the library alone reads it. */
export function readWithLibrary(
  block: OpenBlock,
  { text, offset }: Part,
  problems: YamlProblem[],
): YamlNode | undefined {
  try {
    const parsed = parse(text);
    if (parsed.errors.some(({ code }) => code === 'RESOURCE_EXHAUSTION')) {
      problems.push(tooDeep(0, 0));
      return undefined;
    }
    for (const { code, pos, message } of parsed.errors) {
      const start = Math.min(pos[0], text.length);
      problems.push({
        code,
        message: firstLine(message),
        start,
        end: Math.min(Math.max(pos[1], pos[0]), text.length),
      });
    }
    const { contents } = parsed;
    return contents === null ? undefined : new Converter(block, offset).convert(contents);
  } catch (error) {
    // The library recurses by nesting depth and throws on very few inputs. To us both are broken text, that is, data.
    const message = `This part could not be parsed: ${error instanceof Error ? error.message : String(error)}`;
    problems.push(error instanceof RangeError ? tooDeep(0, 0) : { code: 'NOT_PARSED', message, start: 0, end: 0 });
    return undefined;
  }
}

/** What only the strict reading refuses is read as the readers of the files do. */
function parse(text: string): Parsed {
  const strict = withoutCommentErrors(text, parseDocument(text, OPTIONS));
  if (!strict.errors.some(({ code }) => ENDS_EARLY.has(code))) return strict;
  const lenient = parseLenient(text, OPTIONS);
  if (lenient === undefined) return strict;
  const known = withoutCommentErrors(text, lenient);
  return known.errors.length > 0 ? strict : known;
}

type Parsed = Pick<Document, 'errors' | 'contents'>;

/** libyaml wants no blank between a comment and what ends in a mark of its own (`yaml_parser_scan_to_next_token`). */
function withoutCommentErrors(text: string, { errors, contents }: Parsed): Parsed {
  return { contents, errors: errors.filter(({ pos, message }) => !isCommentAfterEnd(text, pos[0], message)) };
}

/** What the library says where quotes or brackets end at a line that it takes for one outside of them. */
const ENDS_EARLY: ReadonlySet<string> = new Set(['BAD_INDENT', 'MISSING_CHAR']);

function isCommentAfterEnd(text: string, at: number, message: string): boolean {
  return message.startsWith('Comments must be separated') && /["'\]},]/.test(text[at - 1] ?? '');
}

interface Part {
  readonly text: string;
  readonly offset: number;
}

function tooDeep(start: number, end: number): YamlProblem {
  return { code: 'TOO_DEEP', message: TOO_DEEP, start, end };
}

function refuse(text: string): YamlProblem | undefined {
  const deep = tooDeepAt(text);
  return deep === undefined ? undefined : tooDeep(deep, deep + 1);
}

/**
 * What libyaml takes for a name (`yaml_parser_scan_anchor`), and with it the readers of GitLab and Kubernetes, which are or follow
 * it; the library takes more, as YAML 1.2 does.
 */
const IS_NAME = /^[\w-]+$/;
const WRONG_ANCHOR = 'did not find expected alphabetic or numeric character while scanning an anchor';
const WRONG_ALIAS = 'did not find expected alphabetic or numeric character while scanning an alias';

/** Turns the library's nodes into ours, so that theirs (several times the size) can be freed. */
class Converter {
  readonly #block: OpenBlock;
  readonly #offset: number;

  constructor(block: OpenBlock, offset: number) {
    this.#block = block;
    this.#offset = offset;
  }

  convert(node: Node): YamlNode {
    const converted = this.#convertKind(node);
    if (converted.anchor !== undefined) this.#addAnchor(converted.anchor, converted);
    if (converted.kind === 'alias') this.#addAlias(converted);
    return converted;
  }

  #addAnchor(name: string, node: YamlNode): void {
    this.#block.anchors.set(name, node);
    if (IS_NAME.test(name)) return;
    const at = this.#block.text.lastIndexOf(`&${name}`, node.start);
    const start = at === -1 ? node.start : at;
    this.#block.problems.push({ code: 'ANCHOR_NAME', message: WRONG_ANCHOR, start, end: start + name.length + 1 });
  }

  #addAlias(alias: YamlAlias): void {
    this.#block.aliases.push(alias);
    // An alias without any name is told by the library.
    if (alias.name === '' || IS_NAME.test(alias.name)) return;
    const { start, end } = alias;
    this.#block.problems.push({ code: 'ALIAS_NAME', message: WRONG_ALIAS, start, end });
  }

  #convertKind(node: Node): YamlNode {
    const [from, to] = node.range ?? [0, 0];
    const start = this.#offset + from;
    const end = this.#offset + to;
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
