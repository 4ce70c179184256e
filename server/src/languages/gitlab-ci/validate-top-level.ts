import type { YamlFile } from '../../yaml/file.ts';
import type { OffsetRange } from '../../base/range.ts';
import { faultsOfEntry } from './keywords/top-level.ts';
import { isHidden } from './model/names.ts';

/** What is wrong with one top-level entry of a pipeline file, judged alone. */
export interface TopLevelFault {
  readonly range: OffsetRange | undefined;
  readonly message: string;
  /** GitLab takes it, its documentation does not say so. The editor is silent about it. */
  readonly undocumented: boolean;
}

export interface TopLevelVerdict {
  readonly name: string;
  readonly faults: readonly TopLevelFault[];
}

/** Judges each top-level entry of each document by the keyword schema alone, without the rest of the pipeline. */
export function validateTopLevel(file: YamlFile): readonly TopLevelVerdict[] {
  return file.documents.flatMap(({ document: { root, anchors } }) => {
    const entries = root?.kind === 'mapping' ? root.entries : [];
    return entries.flatMap((entry) => {
      if (entry.key.kind !== 'scalar') return [];
      const name = entry.key.text;
      // GitLab's JSON Schema takes anything under a hidden name.
      const all = isHidden(name) ? [] : faultsOfEntry(name, entry, anchors);
      const faults = all.map(({ at, message, level }) => {
        return { range: file.rangeOf(at), message, undocumented: level !== 'refused' };
      });
      return [{ name, faults }];
    });
  });
}
