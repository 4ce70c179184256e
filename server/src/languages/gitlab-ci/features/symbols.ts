import type { OffsetRange } from '../../../base/range.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import { scalarText, type YamlEntry } from '../../../yaml/node.ts';
import type { NamedPlace } from '../../editing.ts';
import type { DocumentSymbol, SymbolKind } from '../../language.ts';
import { excessOf } from '../configuration/parsed-size.ts';
import { follow, type Anchors } from '../model/follow.ts';
import { fieldsOf } from '../model/follow.ts';
import { summarizeFile } from '../model/file-summary.ts';
import { isHidden, isJobName } from '../model/names.ts';

/** The top-level entries of a pipeline file: jobs with their stage, hidden jobs with what they extend, keywords. */
export function symbols(file: YamlFile): readonly DocumentSymbol[] {
  const { anchors } = summarizeFile(file);
  return file.documents.flatMap(({ document }) => {
    if (document.root?.kind !== 'mapping') return [];
    // Where aliases multiply, nothing is looked up through them.
    const known = excessOf(document) === undefined ? anchors : NO_ANCHORS;
    return document.root.entries.flatMap((entry) => symbol(file, entry, known));
  });
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

const NO_ANCHORS: Anchors = new Map();

function symbol(file: YamlFile, entry: YamlEntry, anchors: Anchors): DocumentSymbol[] {
  const name = scalarText(entry.key);
  const selectionRange = file.rangeOf(entry.key);
  if (name === undefined || name === '' || selectionRange === undefined) return [];
  const detail = isJobName(name) ? detailOf(entry, anchors) : undefined;
  const children = entry.value?.kind === 'mapping' ? entry.value.entries.flatMap((child) => property(file, child)) : [];
  return [
    {
      name,
      kind: kindOf(name),
      range: rangeOf(file, entry, selectionRange),
      selectionRange,
      ...(detail !== undefined && { detail }),
      ...(children.length > 0 && { children }),
    },
  ];
}

function property(file: YamlFile, entry: YamlEntry): DocumentSymbol[] {
  const name = scalarText(entry.key);
  const selectionRange = file.rangeOf(entry.key);
  if (name === undefined || name === '' || selectionRange === undefined) return [];
  const detail = entry.value?.kind === 'scalar' && entry.value.style === 'plain' ? entry.value.text : undefined;
  const range = rangeOf(file, entry, selectionRange);
  return [{ name, kind: 'property', range, selectionRange, ...(detail !== undefined && { detail }) }];
}

/** From the key to the end of the value, without the blank lines that follow it. */
function rangeOf(file: YamlFile, entry: YamlEntry, key: OffsetRange): OffsetRange {
  const value = entry.value && file.rangeOf(entry.value);
  const end = Math.max(key.end, value?.end ?? key.end);
  const text = file.text.slice(key.start, end);
  return { start: key.start, end: Math.max(key.end, key.start + text.trimEnd().length) };
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
