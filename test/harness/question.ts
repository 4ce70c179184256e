import type { Snapshot } from '../../server/src/workspace/snapshot.ts';
import type { YamlFile } from '../../server/src/yaml/file.ts';

/** What a page's question is about: the cursor's file, or the section's first file at its start. */
export interface Question {
  readonly snapshot: Snapshot;
  readonly file: YamlFile;
  readonly offset: number;
  /** The words after the block's kind. */
  readonly words: readonly string[];
  /** What stands in the block now, for answers to what is written in it. */
  readonly body: string;
}
