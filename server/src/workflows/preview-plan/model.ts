import type { CancellationToken, Progress } from '../../base/cancellation.ts';
import type { PositionRange } from '../../base/range.ts';
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
  /** Texts of the editor that are not on the disk, by absolute path. */
  readonly unsaved?: ReadonlyMap<string, string>;
}

export interface Place {
  readonly uri: string;
  readonly range: PositionRange;
}

export type PlanPreview = PipelinePlanPreview | ObjectsPlanPreview;

export interface PipelinePlanPreview {
  readonly kind: 'pipeline';
  /** For people: `main at 1a2b3c4d`. */
  readonly base: string;
  readonly scenarios: readonly PipelineScenario[];
  /** What could not be judged, as sentences. */
  readonly notChecked: readonly string[];
}

export interface PipelineScenario {
  readonly name: string;
  readonly created: boolean;
  readonly reason?: string;
  readonly jobs: readonly PlannedJob[];
}

export interface PlannedJob {
  readonly name: string;
  readonly stage: string;
  readonly outcome: 'runs' | 'manual' | 'delayed' | 'maybe' | 'excluded';
  readonly change: 'added' | 'removed' | 'changed' | 'same';
  readonly because: string;
  readonly environment?: string;
  readonly needs: readonly string[];
  readonly location?: Place;
}

export interface ObjectsPlanPreview {
  readonly kind: 'objects';
  readonly title: string;
  readonly base: string;
  /** `kubectl 1.35.2`, or empty for plain manifests. */
  readonly tool: string;
  readonly objects: readonly PlannedObject[];
  readonly unchanged: number;
  readonly notChecked: readonly string[];
}

export interface PlannedObject {
  readonly name: string;
  readonly change: 'create' | 'update' | 'delete' | 'replace';
  /** YAML with secrets masked; empty for what is created. */
  readonly left: string;
  readonly right: string;
  readonly paths: readonly string[];
  readonly source?: Place;
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

/** A path below the root, as Git and GitLab write it. */
export function relativePath({ root }: Pick<Preview, 'root'>, path: string): string {
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
}
