import type { YamlFile } from '../../yaml/file.ts';
import { entriesOf, itemsOf, scalarText, valueOf, type YamlEntry, type YamlNode } from '../../yaml/node.ts';
import type { Place } from './model.ts';
import type { SideFiles } from './side-files.ts';

/** Where the jobs of one side are written down. */
export interface Definitions {
  /** The job's own text and that of the jobs it extends, for "has it changed?"; '' for a job that is not there. */
  readonly textOf: (job: string) => string;
  readonly locate: (job: string, uriOf: (path: string) => string) => Place | undefined;
}

interface Definition {
  readonly file: YamlFile;
  readonly entry: YamlEntry;
}

const MAX_PARENTS = 20;

/** The top-level entries of all files that were read for a side. */
export function jobDefinitions(files: SideFiles): Definitions {
  const byName = new Map<string, Definition[]>();
  for (const definition of files.known().flatMap(definitionsIn)) {
    const name = scalarText(definition.entry.key) ?? '';
    byName.set(name, [...(byName.get(name) ?? []), definition]);
  }
  const textsOf = (job: string, depth: number): string[] => {
    const own = byName.get(job) ?? [];
    const parents = depth > MAX_PARENTS ? [] : own.flatMap(({ entry }) => parentsOf(entry.value));
    return [...own.map(textOfEntry), ...parents.flatMap((parent) => textsOf(parent, depth + 1))];
  };
  return {
    textOf: (job) => textsOf(job, 0).join('\n'),
    locate: (job, uriOf) => placeOf(byName.get(job)?.[0], uriOf),
  };
}

function definitionsIn(file: YamlFile): Definition[] {
  return file.documents.flatMap(({ document }) => entriesOf(document.root).map((entry) => ({ file, entry })));
}

function parentsOf(job: YamlNode | undefined): string[] {
  const written = valueOf(job, 'extends');
  return [written, ...itemsOf(written)].flatMap((node) => scalarText(node) ?? []);
}

function textOfEntry({ entry }: Definition): string {
  const { block } = entry.key;
  return block.text.slice(entry.key.start, entry.value?.end ?? entry.key.end).trimEnd();
}

function placeOf(definition: Definition | undefined, uriOf: (path: string) => string): Place | undefined {
  const range = definition?.file.rangeOf(definition.entry.key);
  if (definition === undefined || range === undefined) return undefined;
  return { uri: uriOf(definition.file.path), range: definition.file.lines.rangeAt(range) };
}
