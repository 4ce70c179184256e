import { contains, type OffsetRange } from '../../base/range.ts';
import type { OwnerWord } from './owner.ts';
import { placed, type Entry, type Head, type OwnersFile } from './owners-file.ts';

/** What a cursor is on, with its range in the file. */
export type Spot =
  | { readonly kind: 'pattern'; readonly entry: Entry; readonly range: OffsetRange }
  | { readonly kind: 'header'; readonly head: Head; readonly range: OffsetRange }
  | { readonly kind: 'owner'; readonly word: OwnerWord; readonly range: OffsetRange };

/** Undefined between the words, and on lines that are neither header nor entry. */
export function spotAt({ file, entries, heads }: OwnersFile, offset: number): Spot | undefined {
  const { line: number } = file.lines.positionAt(offset);
  const head = heads.find(({ lineNumber }) => lineNumber === number);
  if (head !== undefined) return spotInHead(head, offset);
  const entry = entries.find(({ lineNumber }) => lineNumber === number);
  if (entry === undefined) return undefined;
  const range = placed(entry, entry.line.patternRange);
  if (contains(range, offset)) return { kind: 'pattern', entry, range };
  return entry.line.isExclusion ? undefined : ownerAt(entry, entry.line.owners, offset);
}

function spotInHead(head: Head, offset: number): Spot | undefined {
  const { line } = head;
  const end = line.approvalsRange?.end ?? line.nameRange.end;
  const range = placed(head, { start: line.nameRange.start - (line.isOptional ? 1 : 0), end });
  return contains(range, offset) ? { kind: 'header', head, range } : ownerAt(head, line.owners, offset);
}

function ownerAt(at: Entry | Head, words: readonly OwnerWord[], offset: number): Spot | undefined {
  const word = words.find((each) => contains(placed(at, each), offset));
  return word && { kind: 'owner', word, range: placed(at, word) };
}
