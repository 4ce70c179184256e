import type { YamlFile } from '../../../yaml/file.ts';
import { scalarText, type YamlEntry } from '../../../yaml/node.ts';
import type { NamedPlace } from '../../editing.ts';
import type { DocumentSymbol, SymbolKind } from '../../language.ts';
import { excessOf } from '../configuration/parsed-size.ts';
import { fieldsOf, follow, perBlock, type Anchors } from '../model/follow.ts';
import { summarizeFile } from '../model/file-summary.ts';
import { isHidden, isJobName } from '../model/names.ts';

/** The top-level entries of a pipeline file: jobs with their stage, hidden jobs with what they extend, keywords. */
export function symbols(file: YamlFile): readonly DocumentSymbol[] {
  const { anchors } = summarizeFile(file);
  return file.documents.flatMap(({ document }) => {
    if (document.root?.kind !== 'mapping') return [];
    // Where aliases multiply, nothing is looked up through them.
    const known = excessOf(document) === undefined ? anchors : NO_ANCHORS;
    return document.blocks.flatMap((block) => {
      const place = file.rangeOf({ block, start: 0, end: 0 });
      return place === undefined ? [] : symbolsOfBlock(block, known).map((symbol) => moved(symbol, place.start));
    });
  });
}

const NO_ANCHORS: Anchors = new Map();

function moved({ name, kind, detail, range, selectionRange, children }: DocumentSymbol, by: number): DocumentSymbol {
  return {
    name,
    kind,
    range: { start: range.start + by, end: range.end + by },
    selectionRange: { start: selectionRange.start + by, end: selectionRange.end + by },
    ...(detail !== undefined && { detail }),
    ...(children && { children: children.map((child) => moved(child, by)) }),
  };
}

/** The jobs, hidden jobs and stages that a file defines. */
export function named(file: YamlFile): readonly NamedPlace[] {
  const { jobs, stages } = summarizeFile(file);
  const ofJobs = [...jobs.values()].flatMap(({ name, nameAt, hidden, stage }): NamedPlace[] => {
    const range = file.rangeOf(nameAt);
    const container = stage === undefined || stage === 'unknown' ? undefined : stage.name;
    const kind = hidden ? 'hidden-job' : 'job';
    return range === undefined || name === '' ? [] : [{ name, kind, range, ...(container && { container }) }];
  });
  const ofStages = (stages?.names ?? []).flatMap(({ name, at }): NamedPlace[] => {
    const range = file.rangeOf(at);
    return range === undefined || name === '' ? [] : [{ name, kind: 'stages', range, container: 'stages' }];
  });
  return [...ofJobs, ...ofStages];
}

/** With offsets that count from the block's start. */
const symbolsOfBlock = perBlock(({ root, text }, anchors): readonly DocumentSymbol[] => {
  // A word without its colon, as while typing, is a key without a value.
  if (root?.kind === 'scalar' && root.style === 'plain') return symbol({ key: root, value: undefined }, text, anchors);
  return root?.kind === 'mapping' ? root.entries.flatMap((entry) => symbol(entry, text, anchors)) : [];
});

function symbol(entry: YamlEntry, text: string, anchors: Anchors): DocumentSymbol[] {
  const name = scalarText(entry.key);
  if (name === undefined || name === '') return [];
  const detail = isJobName(name) ? detailOf(entry, anchors) : undefined;
  const children = entry.value?.kind === 'mapping' ? entry.value.entries.flatMap((child) => property(child, text)) : [];
  return [
    {
      name,
      kind: kindOf(name),
      ...rangesOf(entry, text),
      ...(detail !== undefined && { detail }),
      ...(children.length > 0 && { children }),
    },
  ];
}

function property(entry: YamlEntry, text: string): DocumentSymbol[] {
  const name = scalarText(entry.key);
  if (name === undefined || name === '') return [];
  const detail = entry.value?.kind === 'scalar' && entry.value.style === 'plain' ? entry.value.text : undefined;
  return [{ name, kind: 'property', ...rangesOf(entry, text), ...(detail !== undefined && { detail }) }];
}

/** From the key to the end of the value, without the blank lines that follow it. */
function rangesOf({ key, value }: YamlEntry, text: string): Pick<DocumentSymbol, 'range' | 'selectionRange'> {
  const end = Math.max(key.end, value?.end ?? key.end);
  const written = text.slice(key.start, end).trimEnd();
  return {
    range: { start: key.start, end: Math.max(key.end, key.start + written.length) },
    selectionRange: { start: key.start, end: key.end },
  };
}

function kindOf(name: string): SymbolKind {
  if (name === 'stages' || name === 'variables' || name === 'include') return name;
  if (isHidden(name)) return 'hidden-job';
  return isJobName(name) ? 'job' : 'property';
}

function detailOf(entry: YamlEntry, anchors: Anchors): string | undefined {
  const fields = fieldsOf(entry.value, anchors);
  const stage = scalarText(follow(fields.get('stage')?.value, anchors));
  const base = scalarText(follow(fields.get('extends')?.value, anchors));
  return stage ?? (base === undefined ? undefined : `extends ${base}`);
}
