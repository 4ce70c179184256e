import { errors } from 'playwright-core';

/** For how many milliseconds each attempt waits; longer each time, so that a slow machine gets there as well. */
const EACH_WAIT = [2_000, 4_000, 8_000, 16_000, 32_000];

/** To be handed to every wait of an attempt. */
export interface Patience {
  readonly timeout: number;
}

/**
 * Does something until it has worked, as somebody does who looks at the screen: VS Code drops a key or a hover when it still loads,
 * moves the focus or lays its editor out anew. `attempt` must do no harm when it is made twice, and ends with a wait for what it brings about.
 */
export async function untilWorks<Value>(what: string, attempt: (patience: Patience) => Promise<Value>): Promise<Value> {
  let last: unknown;
  for (const timeout of EACH_WAIT) {
    try {
      return await attempt({ timeout });
    } catch (error) {
      if (!(error instanceof errors.TimeoutError)) throw error;
      last = error;
    }
  }
  throw new Error(`Tried ${EACH_WAIT.length} times in vain: ${what}`, { cause: last });
}
