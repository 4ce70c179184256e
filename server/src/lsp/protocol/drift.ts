import type { Failure, PositionRange } from './outcome.ts';
import type { FolderParams } from './project.ts';

/** Asks the clusters of `.plumbline.yml` for the live objects. The result shows in standard LSP answers as well. */
export const checkDriftRequest = 'plumbline/checkDrift';
export interface CheckDriftParams extends FolderParams {
  /** All environments with a cluster when absent. */
  readonly environment?: string;
  readonly workDoneToken?: string | number;
}
export interface CheckDriftResult {
  readonly environments: readonly DriftSummary[];
}
export interface DriftSummary {
  readonly environment: string;
  /** ISO time. */
  readonly at: string;
  readonly inSync: number;
  readonly drifted: number;
  readonly missing: number;
  readonly unknown: number;
  readonly objects: readonly DriftedObject[];
  /** Why the whole environment is unknown. */
  readonly problem?: Failure;
}
export interface DriftedObject {
  readonly name: string;
  readonly state: 'in-sync' | 'drifted' | 'not-found' | 'unknown';
  readonly why?: string;
  readonly fields: readonly DriftedField[];
  readonly uri?: string;
  readonly range?: PositionRange;
}

export interface DriftedField {
  readonly path: string;
  /** As the ghost text has it: `live: 7`. */
  readonly text: string;
  /** The line that decides the field: in the object's own file, a patch or a kustomization. */
  readonly uri?: string;
  readonly range?: PositionRange;
}
