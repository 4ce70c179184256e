import type { DiskState } from '../workspace.ts';

/** The disk, read only. Paths are absolute with forward slashes. */
export interface FileSystem {
  /** Never fails: what could not be read says why, in the user's words. */
  readonly read: (path: string) => Promise<DiskState>;
  /**
   * All files below a folder, without what Git ignores, `.git` and `node_modules`; in no order. Links to folders are
   * not followed. A folder that cannot be read has no files.
   */
  readonly list: (folder: string) => Promise<readonly string[]>;
}
