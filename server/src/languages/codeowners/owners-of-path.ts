import type { Location } from '../../base/range.ts';
import { ownersPaths } from '../../workspace/owners-paths.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { decide } from './decide.ts';
import { sourceOf } from './owner.ts';
import { isOptional, ownersOf, placed, readOwnersFile, titleOf } from './owners-file.ts';
import { repositoryOf } from './repository.ts';

/** Who owns a path, as one section of CODEOWNERS says. */
export interface SectionOwners {
  /** 'Default' for what stands before the first section. */
  readonly section: string;
  /** Nobody needs to approve a merge request. */
  readonly isOptional: boolean;
  /** How many of the owners need to approve. */
  readonly approvals: number;
  /** As they are written; empty where the line names nobody. */
  readonly owners: readonly string[];
  readonly pattern: string;
  /** Where the pattern stands. */
  readonly location: Location;
  /** Zero-based. */
  readonly lineNumber: number;
}

/** Whether the repository has owners' files at all, and what the one that counts says. */
export type PathOwners =
  | { readonly state: 'unknown' }
  | { readonly state: 'no-file'; readonly repository: string }
  | {
      readonly state: 'known';
      readonly repository: string;
      readonly file: string;
      readonly sections: readonly SectionOwners[];
    };

/** The owners of a file, which need not exist. Unknown until the files that it depends on were read. */
export function ownersOfPath(snapshot: Snapshot, path: string): PathOwners {
  const repository = repositoryOf(snapshot, path);
  if (repository === undefined || !path.startsWith(`${repository}/`)) return { state: 'unknown' };
  for (const name of ownersPaths) {
    const state = snapshot.file(`${repository}/${name}`);
    if (state.state === 'missing') continue;
    if (state.state !== 'loaded') return { state: 'unknown' };
    const owners = readOwnersFile(state.file);
    const sections = decide(owners, path.slice(repository.length + 1)).map(({ section, entry }): SectionOwners => ({
      section: titleOf(section),
      isOptional: isOptional(section),
      approvals: Math.max(1, entry.head?.approvals ?? 1),
      owners: ownersOf(entry).map(sourceOf),
      pattern: entry.line.pattern,
      location: { path: state.file.path, range: placed(entry, entry.line.patternRange) },
      lineNumber: entry.lineNumber,
    }));
    return { state: 'known', repository, file: state.file.path, sections };
  }
  return { state: 'no-file', repository };
}
