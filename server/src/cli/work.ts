import type { CancellationToken, Progress } from '../base/cancellation.ts';
import type { Result } from '../base/result.ts';
import type { DriftReport } from '../plan/model.ts';
import type { CheckedEnvironment, DriftRequest } from '../workflows/check-drift.ts';
import type { listEnvironments } from '../workflows/environments.ts';
import type { CompleteRequest } from '../workflows/complete-merge-request.ts';
import type { Caller, openMergeRequest, OpenMergeRequestRequest } from '../workflows/open-merge-request.ts';
import type { LintOnServerResult, LintRequest } from '../workflows/lint-on-server.ts';
import type { PlannedChanges, PlanRequest } from '../workflows/plan-changes.ts';
import type { FilesToCompare } from '../workflows/compare-files.ts';
import type { MergedEvent } from '../workflows/merged-pipeline/merged-event.ts';
import type { PipelineSimulation, SimulationRequest } from '../workflows/simulate-pipeline.ts';

/** The heavy work behind the commands: what needs Git, the network or tools of this machine. */
export interface Work {
  readonly simulatePipeline: (
    request: SimulationRequest,
    token: CancellationToken,
  ) => Promise<Result<PipelineSimulation>>;
  readonly mergePipeline: (request: SimulationRequest, token: CancellationToken) => Promise<Result<MergedEvent>>;
  readonly compareFiles: (files: FilesToCompare) => Promise<Result<DriftReport>>;
  readonly checkDrift: (
    request: DriftRequest,
    progress: Progress,
    token: CancellationToken,
  ) => Promise<Result<readonly CheckedEnvironment[]>>;
  /** In the project that the remotes of the file's repository name. */
  readonly lintOnServer: (request: Omit<LintRequest, 'project'>, caller: Caller) => Promise<Result<LintOnServerResult>>;
  readonly planChanges: (request: PlanRequest, caller: Caller) => Promise<Result<PlannedChanges>>;
  /** Of the project that the folder's remotes name. */
  readonly environments: (folder: string, token: CancellationToken) => ReturnType<typeof listEnvironments>;
  /** Fills in what the request leaves open; reads only. */
  readonly completeMergeRequest: (
    request: OpenMergeRequestRequest,
    token: CancellationToken,
  ) => Promise<Result<CompleteRequest>>;
  readonly openMergeRequest: (request: OpenMergeRequestRequest, caller: Caller) => ReturnType<typeof openMergeRequest>;
  /** Whether an interrupted merge request of the folder's repository waits to be finished. */
  readonly isUnfinished: (folder: string) => Promise<boolean>;
}
