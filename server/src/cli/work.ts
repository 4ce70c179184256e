import type { CancellationToken } from '../base/cancellation.ts';
import type { Result } from '../base/result.ts';
import type { PipelineSimulation, SimulationRequest } from '../workflows/simulate-pipeline.ts';

/** The heavy work behind the commands: what needs Git, the network or tools of this machine. */
export interface Work {
  readonly simulatePipeline: (
    request: SimulationRequest,
    token: CancellationToken,
  ) => Promise<Result<PipelineSimulation>>;
}
