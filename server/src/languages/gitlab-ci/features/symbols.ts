import type { YamlFile } from '../../../yaml/file.ts';
import { scalarText, type YamlEntry } from '../../../yaml/node.ts';
import type { NamedPlace } from '../../editing.ts';
import type { DocumentSymbol, SymbolKind } from '../../language.ts';
import { excessOf } from '../configuration/parsed-size.ts';
import { fieldsOf, follow, perBlock, type Anchors } from '../model/follow.ts';
import { summarizeFile } from '../model/file-summary.ts';
import { isHidden, isJobName } from '../model/names.ts';

/** The top-level entries of a pipeline file: jobs with their stage, hidden jobs with what they extend, keywords. */
export function* symbols(file: YamlFile): Generator<DocumentSymbol> {
  const { anchors } = summarizeFile(file);
  for (const { document } of file.documents) {
    if (document.root?.kind !== 'mapping') continue;
    // Where aliases multiply, nothing is looked up through them.
    const known = excessOf(document) === undefined ? anchors : NO_ANCHORS;
    for (const block of document.blocks) yield* symbolsOfBlock(block, known);
  }
}

const NO_ANCHORS: Anchors = new Map();

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

const symbolsOfBlock = perBlock(({ root }, anchors): readonly DocumentSymbol[] => {
  // A word without its colon, as while typing, is a key without a value.
  if (root?.kind === 'scalar' && root.style === 'plain') return symbol({ key: root, value: undefined }, anchors);
  return root?.kind === 'mapping' ? root.entries.flatMap((entry) => symbol(entry, anchors)) : [];
});

function symbol(entry: YamlEntry, anchors: Anchors): DocumentSymbol[] {
  const name = scalarText(entry.key);
  if (name === undefined || name === '') return [];
  const detail = isJobName(name) ? detailOf(entry, anchors) : undefined;
  const children = entry.value?.kind === 'mapping' ? entry.value.entries.flatMap(property) : [];
  return [
    {
      name,
      kind: kindOf(name),
      ...rangesOf(entry),
      ...(detail !== undefined && { detail }),
      ...(children.length > 0 && { children }),
    },
  ];
}

function property(entry: YamlEntry): DocumentSymbol[] {
  const name = scalarText(entry.key);
  if (name === undefined || name === '') return [];
  const detail = entry.value?.kind === 'scalar' && entry.value.style === 'plain' ? entry.value.text : undefined;
  return [{ name, kind: 'property', ...rangesOf(entry), ...(detail !== undefined && { detail }) }];
}

/** From the key to the end of the value, without the blank lines that follow it. */
function rangesOf({ key, value }: YamlEntry): Pick<DocumentSymbol, 'range' | 'selectionRange'> {
  const end = Math.max(key.end, value?.end ?? key.end);
  const { block } = key;
  const written = block.text.slice(key.start, end).trimEnd();
  return {
    range: { block, start: key.start, end: Math.max(key.end, key.start + written.length) },
    selectionRange: { block, start: key.start, end: key.end },
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
