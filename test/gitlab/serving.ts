import type { Faults } from './faults.ts';
import type { State } from './state.ts';

/** One request as tests look at it. Tokens are never in it. */
export interface LoggedRequest {
  readonly method: string;
  /** Decoded path and query, without tokens. */
  readonly path: string;
  /** The status that was sent; 0 when the connection was cut instead, or while no answer was sent yet. */
  status: number;
  /** The kind of the fault that hit the request. */
  readonly fault?: string;
}

export interface Serving {
  readonly state: State;
  readonly faults: Faults;
  readonly requests: LoggedRequest[];
  /** Errors of the server itself; a test that ends with any has found a bug in it. */
  readonly internalErrors: unknown[];
}
