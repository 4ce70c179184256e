import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { Answer } from './http/answer.ts';

/** Sends an answer with the headers that all have; `half` cuts the connection in its middle. */
export function send(response: ServerResponse, request: IncomingMessage, answer: Answer, half: boolean): void {
  const id = randomUUID();
  response.writeHead(answer.status, {
    'X-Request-Id': id,
    'X-Runtime': '0.010000',
    'X-Frame-Options': 'SAMEORIGIN',
    'X-Content-Type-Options': 'nosniff',
    'X-Gitlab-Meta': JSON.stringify({ correlation_id: id, version: '1' }),
    ...answer.headers,
    ...(hasLength(answer) ? { 'Content-Length': String(answer.body.length) } : {}),
  });
  if (answer.megabytes !== undefined) {
    Readable.from(lines(answer.megabytes)).pipe(response);
    return;
  }
  if (half) {
    response.write(answer.body.subarray(0, Math.floor(answer.body.length / 2)), () => request.socket.destroy());
    return;
  }
  response.end(request.method === 'HEAD' ? undefined : answer.body);
}

function hasLength({ status, megabytes }: Answer): boolean {
  return status !== 204 && status !== 304 && megabytes === undefined;
}

/** Lines of a kilobyte; the reader may have had enough before the end. */
function* lines(megabytes: number): Generator<Buffer> {
  const part = Buffer.from(`# ${'x'.repeat(1021)}\n`.repeat(1024));
  for (let sent = 0; sent < megabytes; sent++) yield part;
}
