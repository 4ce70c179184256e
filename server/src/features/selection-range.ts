import type { OffsetRange } from '../base/range.ts';
import type { YamlFile } from '../yaml/file.ts';
import { nodeAt } from '../yaml/find.ts';
import type { YamlNode } from '../yaml/node.ts';

/** Answers `textDocument/selectionRange` for one place: from what is there outwards, each in the next. */
export function selectionRange(file: YamlFile, offset: number): readonly OffsetRange[] {
  const found = nodeAt(file, offset);
  if (found === undefined) return [];
  const { node, parents, document } = found;
  const ranges = [node, ...parents.toReversed()].flatMap((each, index, all) =>
    each === undefined ? [] : rangesOf(file, each, all[index - 1]),
  );
  const outer = { start: document.start, end: document.end };
  return [...ranges, outer, { start: 0, end: file.text.length }].reduce<OffsetRange[]>((chain, range) => {
    const last = chain.at(-1);
    const isWider = last === undefined || (range.start <= last.start && range.end >= last.end);
    const isSame = last !== undefined && range.start === last.start && range.end === last.end;
    if (isWider && !isSame) chain.push(range);
    return chain;
  }, []);
}

/** A mapping gives the entry that `inner` is in before itself. */
function rangesOf(file: YamlFile, node: YamlNode, inner: YamlNode | undefined): OffsetRange[] {
  const own = trimmed(file, file.rangeOf(node));
  const entry =
    node.kind === 'mapping'
      ? node.entries.find(({ key, value }) => inner && (key === inner || value === inner))
      : undefined;
  const [first, last] = [entry && file.rangeOf(entry.key), entry?.value && file.rangeOf(entry.value)];
  const ofEntry = first && trimmed(file, { start: first.start, end: last?.end ?? first.end });
  return [ofEntry, own].filter((range) => range !== undefined);
}

function trimmed({ text }: YamlFile, range: OffsetRange | undefined): OffsetRange | undefined {
  if (range === undefined) return undefined;
  return { start: range.start, end: range.start + text.slice(range.start, range.end).trimEnd().length };
}
