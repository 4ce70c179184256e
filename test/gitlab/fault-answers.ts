import type { IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from './faults.ts';
import { empty, html, json, text, type Answer } from './http/answer.ts';
import { readBody } from './http/input.ts';

export interface FaultTime {
  /** Aborted when the server stops, so that no fault outlives it. */
  readonly signal: AbortSignal;
}

const signInPage = `<!DOCTYPE html>
<html class="devise-layout-html" lang="en"><head><title>Sign in · GitLab</title></head>
<body><form class="new_user" action="/users/sign_in" method="post"><label>Username or email</label><input name="user[login]"></form></body></html>
`;

const gatewayPage = `<!DOCTYPE html>
<html><head><title>GitLab is not responding (502)</title></head>
<body><h1>502</h1><h3>Whoops, GitLab is taking too much time to respond.</h3></body></html>
`;

/** GitLab's own body for a status, where no other was asked for. */
const bodies: Readonly<Record<number, unknown>> = {
  400: { message: '400 Bad request' },
  401: { message: '401 Unauthorized' },
  403: { message: '403 Forbidden' },
  404: { message: '404 Project Not Found' },
  405: { message: '405 Method Not Allowed' },
  409: { message: '409 Conflict: Resource lock' },
  422: { message: '422 Unprocessable Entity' },
  500: { message: '500 Internal Server Error' },
  503: { message: '503 Service Unavailable' },
};

/** Rack::Attack's refusal is plain text, with the figures of the limit that was hit in its headers. */
function tooManyRequests(retryAfter: number): Answer {
  const reset = Math.ceil(Date.now() / 1000) + retryAfter;
  return text(429, 'Retry later\n', {
    'Retry-After': String(retryAfter),
    'RateLimit-Limit': '60',
    'RateLimit-Name': 'throttle_authenticated_api',
    'RateLimit-Observed': '61',
    'RateLimit-Remaining': '0',
    'RateLimit-Reset': String(reset),
    'RateLimit-ResetTime': new Date(reset * 1000).toUTCString(),
  });
}

function statusAnswer(fault: Fault & { kind: 'status' }): Answer {
  if (fault.body === undefined && fault.status === 429) return tooManyRequests(fault.retryAfter ?? 60);
  const headers: Record<string, string> =
    fault.retryAfter === undefined ? {} : { 'Retry-After': String(fault.retryAfter) };
  return json(fault.status, fault.body ?? bodies[fault.status] ?? { message: String(fault.status) }, headers);
}

/** What happens before the work: an answer instead of it, a cut connection, or (after a delay) the work itself. */
export async function faultAnswer(
  fault: Fault,
  request: IncomingMessage,
  time: FaultTime,
): Promise<Answer | 'cut' | 'work'> {
  switch (fault.kind) {
    case 'latency':
      await delay(fault.milliseconds, undefined, { signal: time.signal }).catch(() => undefined);
      return 'work';
    case 'hang':
      await readBody(request);
      await new Promise((resolve) => {
        time.signal.addEventListener('abort', resolve, { once: true });
      });
      return 'cut';
    case 'status':
      await readBody(request);
      return statusAnswer(fault);
    case 'html':
      await readBody(request);
      return html(fault.status, fault.status === 200 ? signInPage : gatewayPage);
    case 'redirect':
      await readBody(request);
      return empty(fault.status ?? 302, { Location: fault.location });
    case 'large':
      await readBody(request);
      return {
        status: 200,
        headers: { 'Content-Type': 'text/plain' },
        body: Buffer.alloc(0),
        megabytes: fault.megabytes,
      };
    case 'cut':
      if (fault.when === 'mid-body') return 'work';
      await readBody(request);
      return 'cut';
    case 'lost-answer':
      return 'work';
  }
}

/** Whether the work is done and only half of its answer is sent. */
export function isAppliedFirst(fault: Fault | undefined): boolean {
  return fault?.kind === 'cut' && fault.when === 'mid-body';
}
