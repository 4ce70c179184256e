import type { DiskState } from '../disk-state.ts';
import type { ProjectHome } from '../included-file.ts';

export type { IncludeFault, IncludeFaultKind, IncludeSource, ProjectHome } from '../included-file.ts';

/** Reads what pipelines include from outside the workspace. Neither function ever fails. */
export interface IncludeReader {
  /** By a path of `include-address.ts`. A copy that is kept is answered at once; see `onChanged`. */
  readonly read: (path: string) => Promise<DiskState>;
  /** The project of a folder of the workspace. */
  readonly home: (folder: string) => Promise<ProjectHome>;
  /** The same with the pipeline file that the project's settings name; asks its GitLab, where somebody is signed in. */
  readonly settledHome: (home: ProjectHome) => Promise<ProjectHome>;
  /** Called with paths whose content turned out to be another than `read` said. */
  readonly onChanged: (listener: (path: string) => void) => void;
  /** From now on every file is asked for again. */
  readonly expire: () => void;
}
