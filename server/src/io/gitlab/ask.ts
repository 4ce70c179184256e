import type { CancellationToken } from '../../base/cancellation.ts';
import type { Result } from '../../base/result.ts';
import type { Reader } from './answer.ts';
import type { Resources } from './requester.ts';

/** Makes one call and reads its answer; what fails is a value. */
export type Ask = <Value>(
  token: CancellationToken,
  reader: Reader<Value>,
  call: (resources: Resources) => Promise<unknown>,
) => Promise<Result<Value>>;
