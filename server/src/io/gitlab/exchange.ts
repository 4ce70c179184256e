import type { Dispatcher } from 'undici';
import { pause, type CancellationToken } from '../../base/cancellation.ts';
import type { Problem } from '../../base/result.ts';
import { errorCode, isCertificateError } from '../network-error.ts';
import { isPage } from './error-body.ts';
import { onlyReads, pageProblem, RequestProblem, statusProblem, type FailedAnswer } from './request-problem.ts';

interface ApiRequest {
  readonly instance: string;
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface ExchangeContext {
  readonly dispatcher: Dispatcher;
  readonly token: CancellationToken;
  /** Milliseconds until an answer has to be there, whole. */
  readonly timeout: number;
}

const RETRIES = 3;
/** A server that asks for more patience than this is reported, with the time it asked for. */
const LONGEST_WAIT_MS = 10_000;
const REDIRECTS = 3;
const retriedStatuses = new Set([429, 502, 503, 504]);

interface Received {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/**
 * One call of the API. Reads are repeated when the server is busy or a kept connection broke, and follow redirects
 * within the instance; a write is sent once, whatever happens. Throws `RequestProblem` for everything but a success.
 */
export async function exchange(request: ApiRequest, context: ExchangeContext): Promise<ApiAnswer> {
  let current = request;
  for (let redirects = 0; ; redirects++) {
    const received = await patiently(current, context);
    if (received.status < 300 || received.status >= 400) return toAnswer(current, received);
    const location = received.headers['location'];
    if (request.method !== 'GET' || location === undefined || redirects === REDIRECTS) {
      throw new RequestProblem(movedProblem(current, received, location));
    }
    const next = new URL(location, current.url);
    // The token is for this origin only.
    if (next.origin !== current.url.origin) throw new RequestProblem(elsewhereProblem(request, next));
    current = { ...current, url: next };
  }
}

async function patiently(request: ApiRequest, context: ExchangeContext): Promise<Received> {
  for (let attempt = 0; ; attempt++) {
    const received = await once(request, context, attempt);
    if (received === 'again') continue;
    const mayRepeat = isRead(request) && retriedStatuses.has(received.status) && attempt < RETRIES;
    const wait = retryAfter(received.headers) ?? 250 * 2 ** attempt;
    if (!mayRepeat || wait > LONGEST_WAIT_MS) return received;
    await pause(wait, context.token);
  }
}

/** 'again' when a read may be repeated at once: the server closed a connection that was kept open. */
async function once(request: ApiRequest, context: ExchangeContext, attempt: number): Promise<Received | 'again'> {
  const { fetch } = await import('../undici.ts');
  const limit = limitedSignal(context);
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: { ...request.headers },
      ...(request.body !== undefined && { body: request.body }),
      redirect: 'manual',
      dispatcher: context.dispatcher,
      signal: limit.signal,
    });
    const text = await response.text();
    return { status: response.status, headers: Object.fromEntries(response.headers.entries()), text };
  } catch (error) {
    const why = limit.reason();
    const code = errorCode(error);
    if (isRead(request) && why === undefined && attempt === 0 && brokenConnection.has(code)) return 'again';
    throw new RequestProblem(connectionProblem(request, why, error));
  } finally {
    limit.dispose();
  }
}

/** Aborts when the user cancels or the time is over; tells which of them it was. */
function limitedSignal({ token, timeout }: ExchangeContext): {
  signal: AbortSignal;
  reason: () => 'cancelled' | 'timeout' | undefined;
  dispose: () => void;
} {
  const controller = new AbortController();
  let reason: 'cancelled' | 'timeout' | undefined;
  const abort = (why: 'cancelled' | 'timeout') => (): void => {
    reason ??= why;
    controller.abort();
  };
  const timer = setTimeout(abort('timeout'), timeout);
  const subscription = token.onCancellationRequested(abort('cancelled'));
  if (token.isCancellationRequested) abort('cancelled')();
  return {
    signal: controller.signal,
    reason: () => reason,
    dispose: () => {
      clearTimeout(timer);
      subscription.dispose();
    },
  };
}

/** Seconds or a date, as milliseconds from now. */
function retryAfter(headers: Readonly<Record<string, string>>): number | undefined {
  const value = headers['retry-after'];
  if (value === undefined) return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return seconds * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}

function toAnswer(request: ApiRequest, received: Received): ApiAnswer {
  const { status, headers, text } = received;
  const contentType = headers['content-type'] ?? '';
  const failed = failedAnswer(request, received);
  if (status >= 400) throw new RequestProblem(statusProblem(failed));
  if (status === 204) return { status, headers, body: null };
  if (isPage(text, contentType)) throw new RequestProblem(pageProblem(failed));
  try {
    return { status, headers, body: JSON.parse(text) as unknown };
  } catch {
    throw new RequestProblem(unreadableProblem(request, failed));
  }
}

function failedAnswer(request: ApiRequest, { status, headers, text }: Received): FailedAnswer {
  const wait = retryAfter(headers);
  const requestId = headers['x-request-id'];
  return {
    instance: request.instance,
    method: request.method,
    path: pathOf(request),
    status,
    contentType: headers['content-type'] ?? '',
    body: text,
    ...(wait !== undefined && { retryAfter: Math.ceil(wait / 1000) }),
    ...(requestId !== undefined && { requestId }),
  };
}

function isRead(request: ApiRequest): boolean {
  return onlyReads({ method: request.method, path: pathOf(request) });
}

function pathOf({ url }: ApiRequest): string {
  return url.pathname.replace(/^.*\/api\/v4\//u, '');
}

function unreadableProblem(request: ApiRequest, { status, contentType }: FailedAnswer): Problem {
  return {
    code: isRead(request) ? 'server-error' : 'unknown-outcome',
    message: `'${request.instance}' gave an answer that is no JSON (${contentType || 'without a content type'}).`,
    action: 'Check that the instance URL is that of a GitLab, then run the command again.',
    detail: `${request.method} ${pathOf(request)} → ${status}`,
  };
}

function movedProblem(request: ApiRequest, { status }: Received, location: string | undefined): Problem {
  return {
    code: 'moved',
    message: `'${request.instance}' says that the project has moved; nothing was sent to its new place.`,
    action: 'Choose the project again, and set the new address of the remote with git remote set-url.',
    detail: `${request.method} ${pathOf(request)} → ${status}${location === undefined ? '' : ` ${location}`}`,
  };
}

function elsewhereProblem(request: ApiRequest, next: URL): Problem {
  return {
    code: 'moved',
    message: `'${request.instance}' sends its API calls to '${next.origin}', which does not get your token.`,
    action: `If '${next.origin}' is the right address, sign in there.`,
  };
}

const brokenConnection = new Set(['ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE']);
const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function connectionProblem(request: ApiRequest, why: 'cancelled' | 'timeout' | undefined, error: unknown): Problem {
  const code = errorCode(error);
  const { instance, method } = request;
  const detail = `${method} ${pathOf(request)}: ${why ?? (code || String(error))}`;
  if (why === 'cancelled') return { code: 'cancelled', message: 'The request to GitLab was cancelled.', detail };
  if (isCertificateError(code)) {
    return {
      code: 'refused',
      message: `The certificate of '${instance}' is not trusted (${code}).`,
      action: 'Name the file of your certificate authority in the settings (plumbline.gitlab.certificateFile).',
      detail,
    };
  }
  if (!isRead(request) && !neverConnected.has(code)) {
    return {
      code: 'unknown-outcome',
      message: `The answer of '${instance}' was lost; the request may or may not have been done.`,
      action: 'Run the command again: it looks first and does only what is missing.',
      detail,
    };
  }
  if (why === 'timeout') {
    const message = `'${instance}' has not answered in time.`;
    return { code: 'timeout', message, action: 'Check the network and try again.', detail };
  }
  return {
    code: 'offline',
    message: `'${instance}' cannot be reached.`,
    action: 'Check the network, the VPN or proxy, and the instance URL.',
    detail,
  };
}
