import type { OffsetRange } from '../../base/range.ts';
import { readOwners, WHITE_SPACE, type OwnerWord } from './owner.ts';
import { normalizePattern } from './pattern.ts';

/** `^[Name][2] @owner`. All offsets count from the line's start. */
export interface HeaderLine {
  readonly kind: 'header';
  readonly isOptional: boolean;
  /** As written, with the white space that it may begin or end with. */
  readonly name: string;
  /** With the brackets. */
  readonly nameRange: OffsetRange;
  /** 0 where none are written. */
  readonly approvals: number;
  /** With the brackets; undefined where none are written. */
  readonly approvalsRange: OffsetRange | undefined;
  readonly owners: readonly OwnerWord[];
  /** What GitLab does not look at, after the last part that it can read. */
  readonly ignored: OffsetRange;
}

/** `pattern @owner` or `!pattern`. */
export interface EntryLine {
  readonly kind: 'entry';
  /** As written, without the `!` of an exclusion. */
  readonly pattern: string;
  /** With the `!`. */
  readonly patternRange: OffsetRange;
  readonly isExclusion: boolean;
  /** Two patterns that are normalised to the same are one and the same to GitLab. */
  readonly normalized: string;
  readonly owners: readonly OwnerWord[];
  /** Only white space may stand where the owners should. */
  readonly hasOwners: boolean;
  /** The line begins as a header whose bracket is never closed. */
  readonly isUnclosedHeader: boolean;
}

type Line = HeaderLine | EntryLine | { readonly kind: 'comment' } | { readonly kind: 'blank' };

/** A file is read again at each key, and most of its lines are as they were: those of the last reading are kept. */
let known = new Map<string, Line>();
let knownBefore: ReadonlyMap<string, Line> = known;

/** Begins to read a file: what was kept and is not in it is forgotten. */
export function beginReading(): void {
  knownBefore = known;
  known = new Map();
}

/** Reads one line, without its line break, as GitLab does: whatever is no header is an entry. */
export function readLine(text: string): Line {
  const line = known.get(text) ?? knownBefore.get(text) ?? parseLine(text);
  known.set(text, line);
  return line;
}

const COMMENT: Line = { kind: 'comment' };
const BLANK: Line = { kind: 'blank' };

const INDENT = new RegExp(`^[${WHITE_SPACE}]*`);
const HEADER = new RegExp(`^(\\^)?\\[([^\\]]*)\\](?:\\[([0-9]*)\\])?([${WHITE_SPACE}]+[@\\w.\\-/${WHITE_SPACE}+]*)?`);
const UNCLOSED = /^\^?\[[^\]]+$/;
const SEPARATOR = new RegExp(`(?<!\\\\)[${WHITE_SPACE}]+`);

function parseLine(text: string): Line {
  const indent = INDENT.exec(text)?.[0].length ?? 0;
  const content = withoutTrailing(text.slice(indent));
  if (isBlank(content)) return BLANK;
  if (content.startsWith('#')) return COMMENT;
  return readHeader(content, indent) ?? readEntry(content, indent);
}

function withoutTrailing(text: string): string {
  let end = text.length;
  while (end > 0 && ' \t\r\n\f\v'.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/** Ruby's `blank?` knows all white space of Unicode; a byte order mark is none. */
export function isBlank(text: string): boolean {
  return /^(?:(?!\uFEFF)\s|\u0085)*$/.test(text);
}

function readHeader(content: string, indent: number): HeaderLine | undefined {
  const [header, caret = '', name = '', approvals, owners = ''] = HEADER.exec(content) ?? [];
  if (header === undefined) return undefined;
  const start = indent + caret.length;
  const afterName = start + name.length + 2;
  const afterApprovals = afterName + (approvals === undefined ? 0 : approvals.length + 2);
  return {
    kind: 'header',
    isOptional: caret !== '',
    name,
    nameRange: { start, end: afterName },
    approvals: Number(approvals ?? 0),
    approvalsRange: approvals === undefined ? undefined : { start: afterName, end: afterApprovals },
    owners: readOwners(owners, afterApprovals),
    ignored: { start: indent + header.length, end: indent + content.length },
  };
}

function readEntry(content: string, indent: number): EntryLine {
  const separator = SEPARATOR.exec(content);
  const end = separator?.index ?? content.length;
  const written = content.slice(0, end);
  const isExclusion = written.startsWith('!');
  const pattern = isExclusion ? written.slice(1) : written;
  const ownersStart = end + (separator?.[0].length ?? 0);
  const owners = content.slice(ownersStart);
  return {
    kind: 'entry',
    pattern,
    patternRange: { start: indent, end: indent + end },
    isExclusion,
    normalized: normalizePattern(pattern),
    owners: readOwners(owners, indent + ownersStart),
    hasOwners: !isBlank(owners),
    isUnclosedHeader: UNCLOSED.test(content),
  };
}
