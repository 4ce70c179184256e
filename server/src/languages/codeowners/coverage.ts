import type { FileTree } from './file-tree.ts';
import { fittingFiles } from './fitting-files.ts';
import type { Entry, OwnersFile, Rank, Section } from './owners-file.ts';
import type { Budget } from './pattern.ts';

/** What the entries of a section own of the files that are there. */
interface Coverage {
  /** The numbers of the files that fit, by the normalised pattern. */
  readonly fitting: ReadonlyMap<string, readonly number[]>;
  /** By file: the pattern that decides, or the exclusion that takes the file out. */
  readonly deciding: ReadonlyMap<number, string>;
  /** How many files each pattern decides about. */
  readonly owned: ReadonlyMap<string, number>;
}

/** As many steps take some tenths of a second. */
const MAX_STEPS = 5_000_000;
/** Of one repository: while somebody types, a pattern changes with each key. */
const MAX_KNOWN = 300;

const coverages = new WeakMap<FileTree, Map<string, Coverage | undefined>>();

/** What each section owns; undefined for those that there were no steps left for. */
export function coveragesOf(tree: FileTree, { sections }: OwnersFile): ReadonlyMap<Section, Coverage | undefined> {
  const ofTree = coverages.get(tree) ?? new Map<string, Coverage | undefined>();
  coverages.set(tree, ofTree);
  if (ofTree.size > MAX_KNOWN) ofTree.clear();
  const budget: Budget = { left: MAX_STEPS };
  return new Map(
    sections.map((section) => {
      const key = keyOf(section);
      if (!ofTree.has(key)) ofTree.set(key, cover(tree, section, budget));
      return [section, ofTree.get(key)];
    }),
  );
}

/** Who the owners are makes no difference to what is owned. */
function keyOf({ ranks }: Section): string {
  return Array.from(ranks, ([normalized, { last }]) => `${last.line.isExclusion ? '!' : ' '}${normalized}`).join('\n');
}

function cover(tree: FileTree, { ranks }: Section, budget: Budget): Coverage | undefined {
  const fitting = new Map<string, readonly number[]>();
  for (const normalized of ranks.keys()) {
    const files = fittingFiles(tree, normalized, budget);
    if (files === undefined) return undefined;
    fitting.set(normalized, files);
  }
  const deciding = new Map<number, string>();
  const owned = new Map<string, number>();
  const take = (normalized: string): void => {
    let count = 0;
    for (const file of fitting.get(normalized) ?? []) {
      if (deciding.has(file)) continue;
      deciding.set(file, normalized);
      count++;
    }
    owned.set(normalized, count);
  };
  // Exclusions come first whatever their place; then the last one that fits decides.
  const all = [...ranks].toReversed();
  for (const [normalized, { last }] of all) if (last.line.isExclusion) take(normalized);
  for (const [normalized, { last }] of all) if (!last.line.isExclusion) take(normalized);
  return { fitting, deciding, owned };
}

/** An entry with the section and what it owns. */
export interface CoveredEntry {
  readonly entry: Entry;
  readonly section: Section;
  readonly coverage: Coverage;
  readonly fitting: readonly number[];
  readonly owned: number;
}

/** The entries that count, with what they own; without those of sections where that is not known. */
export function coveredEntries(tree: FileTree, file: OwnersFile): readonly CoveredEntry[] {
  return Array.from(coveragesOf(tree, file)).flatMap(([section, coverage]) =>
    coverage === undefined ? [] : Array.from(section.ranks.values(), (rank) => coveredEntry(section, rank, coverage)),
  );
}

/** The entry that has the last word on its pattern, with the files that it fits and those that it owns. */
export function coveredEntry(section: Section, { last }: Rank, coverage: Coverage): CoveredEntry {
  const { normalized } = last.line;
  const [fitting = [], owned = 0] = [coverage.fitting.get(normalized), coverage.owned.get(normalized)];
  return { entry: last, section, coverage, fitting, owned };
}

/** How many of the files that fit an entry others decide about, those that decide about most first. */
export function lostTo({ entry, section, coverage, fitting }: CoveredEntry): readonly (readonly [Entry, number])[] {
  const counts = new Map<string, number>();
  for (const file of fitting) {
    const decider = coverage.deciding.get(file) ?? entry.line.normalized;
    if (decider !== entry.line.normalized) counts.set(decider, (counts.get(decider) ?? 0) + 1);
  }
  return Array.from(counts)
    .toSorted(([, a], [, b]) => b - a)
    .flatMap(([normalized, count]) => {
      const rank = section.ranks.get(normalized);
      return rank === undefined ? [] : [[rank.last, count] as const];
    });
}
