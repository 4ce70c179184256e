import type { DocumentSymbol } from '../../language.ts';
import type { FoldingRange } from '../../editing.ts';
import { sourceOf } from '../owner.ts';
import { ownersOf, placed, type Entry, type Head, type OwnersFile } from '../owners-file.ts';

/** Headers with the entries below them; entries before the first header stand alone. */
export function* symbols({ heads, entries }: OwnersFile): Generator<DocumentSymbol> {
  let next = 0;
  const below = function* (line: number): Generator<DocumentSymbol> {
    for (let entry = entries[next]; entry !== undefined && entry.lineNumber < line; entry = entries[++next]) {
      yield entrySymbol(entry);
    }
  };
  yield* below(heads[0]?.lineNumber ?? Infinity);
  for (const [index, head] of heads.entries()) {
    yield headSymbol(head, [...below(heads[index + 1]?.lineNumber ?? Infinity)]);
  }
}

function headSymbol(head: Head, children: readonly DocumentSymbol[]): DocumentSymbol {
  const { line } = head;
  const start = line.nameRange.start - (line.isOptional ? 1 : 0);
  const approvals = line.approvals > 1 ? [`${line.approvals} approvals`] : [];
  return {
    name: line.name,
    detail: [...(line.isOptional ? ['optional'] : approvals), ...line.owners.map(({ text }) => text)].join(' '),
    kind: 'section',
    range: { start: head.lineStart + start, end: head.end },
    selectionRange: placed(head, line.nameRange),
    children,
  };
}

function entrySymbol(entry: Entry): DocumentSymbol {
  const { line } = entry;
  const end = line.owners.at(-1)?.end ?? line.patternRange.end;
  return {
    name: `${line.isExclusion ? '!' : ''}${line.pattern}`,
    detail: line.isExclusion ? 'excluded' : ownersOf(entry).map(sourceOf).join(' '),
    kind: 'file',
    range: placed(entry, { start: line.patternRange.start, end }),
    selectionRange: placed(entry, line.patternRange),
  };
}

/** A section from its header to its last entry. */
export function folds({ heads, file }: OwnersFile): readonly FoldingRange[] {
  return heads.map(({ lineNumber, end }) => ({ startLine: lineNumber, endLine: file.lines.positionAt(end).line }));
}
