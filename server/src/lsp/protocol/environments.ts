import type { Project } from './project.ts';

export const environmentsRequest = 'plumbline/environments';
export interface EnvironmentsResult {
  readonly project: Project;
  readonly environments: readonly Environment[];
}
export interface Environment {
  readonly id: number;
  readonly name: string;
  readonly tier: string;
  readonly state: string;
  readonly url?: string;
  readonly webUrl?: string;
  readonly deployment?: {
    readonly shortSha: string;
    readonly ref: string;
    readonly status: string;
    /** ISO time. */
    readonly at: string;
    readonly by: string;
  };
  /** How many commits of the default branch are not deployed; absent when unknown, then `behindUnknown` says why. */
  readonly commitsBehind?: number;
  readonly behindUnknown?: string;
  /** Notes as `last deployment failed`, `deployed from another branch`. */
  readonly flags: readonly string[];
}
