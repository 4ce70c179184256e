import { folderOf } from '../base/path.ts';
import type { JsonSchemaCompiler } from './ports/json-schema-compiler.ts';
import type { YamlFile } from '../yaml/file.ts';
import type { Facts } from './facts.ts';
import type { IncludeFault, IncludeSource, ProjectHome } from './included-file.ts';
import type { NameQuestion, RemoteName } from './remote-names.ts';
import type { Settings } from './settings.ts';
import type { ShellReader } from './shell-verdicts.ts';

/**
 * What is known of a file. 'pending' was not read yet: a feature that meets it says "unknown", and the host reads it
 * for the next snapshot. 'unreadable' is there but could not be read (a binary file, no permission, too large).
 */
export type FileState =
  | { readonly state: 'loaded'; readonly file: YamlFile; readonly source?: IncludeSource }
  | { readonly state: 'missing' }
  | { readonly state: 'pending' }
  | { readonly state: 'unreadable'; readonly why: string; readonly fault?: IncludeFault };

/**
 * An immutable view of every file, setting and fact that the server knows. An edit makes a new snapshot; features only
 * read. All paths are absolute with forward slashes.
 */
export interface Snapshot {
  /** The workspace folders. */
  readonly roots: readonly string[];
  readonly settings: Settings;
  readonly facts: Facts;
  /** The editor's text where the file is open, the disk's otherwise. */
  readonly file: (path: string) => FileState;
  /** Whether a file or folder is there; undefined while the folder's content is not known yet. */
  readonly exists: (path: string) => boolean | undefined;
  /** What compiles JSON Schemas; undefined until it is loaded, for which asking is the sign. */
  readonly schemaCompiler: () => JsonSchemaCompiler | undefined;
  /** Names that GitLab knows; undefined while they are not known, for which asking is the sign. */
  readonly names: (question: NameQuestion) => readonly RemoteName[] | undefined;
  /** Where a folder's repository is hosted; undefined while it is not known, for which asking is the sign. */
  readonly projectHome: (folder: string) => ProjectHome | undefined;
  /** The verdicts on shell scripts; undefined when nobody checks them. What was not known may become so. */
  readonly shell: () => ShellReader | undefined;
  /** All files below a root, sorted; undefined while they are not known yet. Git-ignored files are left out. */
  readonly filesBelow: (root: string) => readonly string[] | undefined;
}

/** The workspace folder that a path lies in (the longest), or the path's own folder when it lies in none. */
export function rootOf(snapshot: Snapshot, path: string): string {
  const holding = snapshot.roots.filter((root) => path.startsWith(`${root}/`));
  return holding.sort((a, b) => b.length - a.length)[0] ?? folderOf(path);
}
