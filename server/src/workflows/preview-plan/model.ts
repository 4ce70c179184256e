import type { CancellationToken, Progress } from '../../base/cancellation.ts';
import type { PositionRange } from '../../lsp/protocol.ts';
import type { FileSystem } from '../../workspace/ports/file-system.ts';
import type { Git, Repository } from '../../workspace/ports/git.ts';
import type { Renderer } from '../../workspace/ports/renderer.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';

export interface PreviewPlanPorts {
  readonly git: Git;
  readonly renderer: Renderer;
  readonly fileSystem: FileSystem;
  /** The newest snapshot after the given files were read. */
  readonly load: (paths: readonly string[]) => Promise<Snapshot>;
  readonly uriOf: (path: string) => string;
}

export interface PreviewPlanRequest {
  /** The active file, absolute with forward slashes. */
  readonly path: string;
  /** Of the folder's project; found from the remote when absent. */
  readonly project?: {
    readonly remote: string;
    readonly defaultBranch: string;
    /** Where the project keeps its pipeline, when it is not `.gitlab-ci.yml`. */
    readonly pipelineFile?: string;
  };
  /** The revision to compare with; the merge base with the default branch when absent. */
  readonly base?: string;
  /** Texts of the editor that are not on the disk, by absolute path. */
  readonly unsaved?: ReadonlyMap<string, string>;
}

export interface Place {
  readonly uri: string;
  readonly range: PositionRange;
}

/** What a preview compares with. */
export interface Base {
  /** Absent when there is nothing to compare with: everything is new. */
  readonly revision?: string;
  readonly label: string;
  readonly defaultBranch: string;
  /** The branch that is checked out, or the default branch's name when the checkout is detached. */
  readonly currentBranch: string;
}

/** One preview at work. `root` is the repository's root as the snapshot's paths have it. */
export interface Preview {
  readonly ports: PreviewPlanPorts;
  readonly request: PreviewPlanRequest;
  readonly repository: Repository | undefined;
  readonly root: string;
  readonly base: Base;
  readonly progress: Progress;
  readonly token: CancellationToken;
}
