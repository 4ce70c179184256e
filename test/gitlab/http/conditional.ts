import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { empty, type Answer } from './answer.ts';

/** Adds the ETag that Rails gives to every read, and answers 304 to whoever has that version already. */
export function conditional(request: IncomingMessage, answer: Answer): Answer {
  if (request.method !== 'GET' || answer.status !== 200) return answer;
  const tag = `W/"${createHash('sha256').update(answer.body).digest('hex').slice(0, 32)}"`;
  if (request.headers['if-none-match'] === tag) return empty(304, { ...answer.headers, ETag: tag });
  return { ...answer, headers: { ...answer.headers, ETag: tag } };
}
