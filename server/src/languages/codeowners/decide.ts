import type { Entry, OwnersFile, Section } from './owners-file.ts';
import { compilePattern, fitsPath } from './pattern.ts';

/** The entry of a section that decides who owns a path. */
export interface Decision {
  readonly section: Section;
  readonly entry: Entry;
}

/**
 * Who owns a path (from the repository's root, without a slash at its start): at most one entry of each section. In a
 * section the last entry that fits decides, and any exclusion that fits takes the path out of it.
 */
export function decide({ sections }: OwnersFile, path: string): readonly Decision[] {
  return sections.flatMap((section): Decision[] => {
    const fitting = Array.from(section.ranks)
      .filter(([normalized]) => fitsPath(compilePattern(normalized), path))
      .map(([, { last }]) => last);
    const entry = fitting.at(-1);
    if (entry === undefined || fitting.some(({ line }) => line.isExclusion)) return [];
    return [{ section, entry }];
  });
}
