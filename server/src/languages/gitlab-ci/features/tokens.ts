import type { OffsetRange } from '../../../base/range.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import { entriesOf, scalarText, type YamlBlock, type YamlScalar } from '../../../yaml/node.ts';
import { writtenOffsets } from '../../../yaml/written-offsets.ts';
import type { SemanticToken, TokenKind } from '../../editing.ts';
import { tokenize, type TokenKind as WordKind } from '../expression/lexer.ts';
import { textsIn, type PlacedText } from '../occurrences/text-walk.ts';
import { namesIn } from '../occurrences/variable-text.ts';

const tokensOfBlock = new WeakMap<YamlBlock, readonly SemanticToken[]>();

/** What is more than text in the texts of a pipeline: the words of conditions, interpolations, variables. */
export function tokens(file: YamlFile, shown: OffsetRange): readonly SemanticToken[] {
  return file.documents.flatMap(({ document }) =>
    document.blocks.flatMap((block) => {
      const place = file.rangeOf({ block, start: 0, end: block.text.length });
      if (place === undefined || place.end < shown.start || place.start > shown.end) return [];
      return blockTokens(block).map(({ start, end, kind }) => ({
        start: place.start + start,
        end: place.start + end,
        kind,
      }));
    }),
  );
}

/** Offsets count from the block. */
function blockTokens(block: YamlBlock): readonly SemanticToken[] {
  const known = tokensOfBlock.get(block);
  if (known !== undefined) return known;
  const found = /[$%]|\bif:/.test(block.text) ? entriesOf(block.root).flatMap((entry) => entryTokens(entry)) : [];
  const inOrder = withoutOverlap(found.filter(({ start, end }) => !block.text.slice(start, end).includes('\n')));
  tokensOfBlock.set(block, inOrder);
  return inOrder;
}

function entryTokens({ key, value }: ReturnType<typeof entriesOf>[number]): SemanticToken[] {
  const ofKey = key.kind === 'scalar' ? interpolations(key) : [];
  const texts = value === undefined ? [] : textsIn(value, scalarText(key) ?? '');
  return [...ofKey, ...texts.flatMap(textTokens)];
}

function textTokens(text: PlacedText): SemanticToken[] {
  const inside = interpolations(text.scalar);
  if (text.role === 'condition') return [...inside, ...conditionWords(text.scalar)];
  const names = namesIn(text).filter(({ isAssigned }) => !isAssigned);
  return [...inside, ...names.map(({ at }) => variableToken(at))];
}

/** With the sign before the name and the brace behind it. */
function variableToken({ block, start, end }: OffsetRange & { readonly block: YamlBlock }): SemanticToken {
  const before = /(?:\$\{?(?:env:)?[#!]?|%)$/i.exec(block.text.slice(Math.max(0, start - 8), start))?.[0] ?? '';
  const isClosed = (before.startsWith('${') && block.text[end] === '}') || (before === '%' && block.text[end] === '%');
  return { start: start - before.length, end: end + (isClosed ? 1 : 0), kind: 'variable' };
}

const WORDS: Readonly<Partial<Record<WordKind, TokenKind>>> = {
  variable: 'variable',
  string: 'string',
  pattern: 'regexp',
  null: 'keyword',
  boolean: 'keyword',
  equals: 'operator',
  matches: 'operator',
  'not-equals': 'operator',
  'not-matches': 'operator',
  and: 'operator',
  or: 'operator',
  not: 'operator',
};

/** An interpolation stands for a value; its own parts are told elsewhere. */
function conditionWords(scalar: YamlScalar): SemanticToken[] {
  const text = scalar.text.replace(BLOCK, (whole) => `$${'i'.repeat(whole.length - 1)}`);
  const offsets = writtenOffsets(scalar);
  if (offsets === undefined) return [];
  return tokenize(text).tokens.flatMap((word) => {
    const kind = WORDS[word.kind];
    const [start, end] = [offsets[word.start], offsets[word.end]];
    const isFilledIn = word.text !== scalar.text.slice(word.start, word.end);
    return kind === undefined || start === undefined || end === undefined || isFilledIn ? [] : [{ start, end, kind }];
  });
}

const BLOCK = /\$\[\[[^\n]*?\]\]/g;

/** The parts of `$[[ inputs.name | function('argument') ]]`, at their offsets in the block. */
function interpolations({ block, start, end }: YamlScalar): SemanticToken[] {
  const written = block.text.slice(start, end);
  if (!written.includes('$[[')) return [];
  return Array.from(written.matchAll(BLOCK)).flatMap(({ 0: whole, index }) => {
    const at = start + index;
    const inner = Array.from(whole.slice(3, -2).matchAll(PART)).map(({ 0: part, index: offset }): SemanticToken => {
      const from = at + 3 + offset;
      return { start: from, end: from + part.length, kind: partKind(part, whole.slice(3, 3 + offset)) };
    });
    return [
      { start: at, end: at + 3, kind: 'macro' },
      ...inner,
      { start: at + whole.length - 2, end: at + whole.length, kind: 'macro' },
    ];
  });
}

const PART = /'[^']*'|\||[\w.-]+/g;

function partKind(part: string, before: string): TokenKind {
  if (part === '|') return 'operator';
  if (part.startsWith("'")) return 'string';
  if (!before.includes('|')) return 'parameter';
  return /\(\s*[^)]*$/.test(before) ? 'string' : 'function';
}

function withoutOverlap(found: readonly SemanticToken[]): SemanticToken[] {
  const sorted = found.toSorted((left, right) => left.start - right.start);
  let end = 0;
  return sorted.filter((token) => {
    if (token.start < end || token.end <= token.start) return false;
    end = token.end;
    return true;
  });
}
