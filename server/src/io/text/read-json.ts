import { parseJson } from '../../base/json.ts';

/** The value of an answer in JSON; undefined for one that is none. */
export function readJson(bytes: Uint8Array): unknown {
  const parsed = parseJson(Buffer.from(bytes).toString('utf8'));
  return parsed.ok ? parsed.value : undefined;
}
