import type { Origins } from '../configuration/configuration-value.ts';
import type { SimulationInput } from './input.ts';
import type { Variables } from './predefined.ts';
import type { PipelineRoot } from './root.ts';

/** Everything that the steps of a simulation share. */
export interface Simulation {
  readonly input: SimulationInput;
  readonly root: PipelineRoot;
  readonly origins: Origins;
  /** Of the project and the event, over and under those of the file. */
  readonly given: Variables;
  readonly predefined: Variables;
  /** Root variables and what the workflow's rule adds. */
  readonly workflowVariables: Variables;
  readonly rootVariables: Variables;
  /** Names that the files set somewhere: unset where they do not. */
  readonly ownNames: Variables;
  readonly others: 'unknown' | 'unset';
}
