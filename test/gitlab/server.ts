import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerApi, apiPrefix } from './api.ts';
import { answerControl, isControlPath } from './control.ts';
import { answerGit, isGitPath } from './git-http.ts';
import { faultAnswer, isAppliedFirst, type FaultTime } from './fault-answers.ts';
import type { Fault } from './faults.ts';
import { json, Refusal, type Answer } from './http/answer.ts';
import { conditional } from './http/conditional.ts';
import { answerPlainFile } from './plain-files.ts';
import { send } from './send.ts';
import type { LoggedRequest, Serving } from './serving.ts';
import { answerWeb } from './web.ts';

interface Listening {
  readonly port: number;
  readonly close: () => Promise<void>;
}

function safeDecode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function loggedPath(url: URL): string {
  const query = new URLSearchParams(url.searchParams);
  for (const name of ['private_token', 'access_token', 'job_token']) {
    if (query.has(name)) query.set(name, '[FILTERED]');
  }
  return safeDecode(url.pathname) + (query.size === 0 ? '' : `?${query.toString()}`);
}

/** One writer at a time: two pushes or commits never see each other half done. */
function writeLock(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
}

async function work(serving: Serving, request: IncomingMessage, url: URL): Promise<Answer> {
  try {
    if (url.pathname.startsWith(`${apiPrefix}/`)) {
      return conditional(request, await answerApi(serving.state, request, url));
    }
    const plain = answerPlainFile(serving.state, url.pathname);
    if (plain !== undefined) return conditional(request, plain);
    if (isGitPath(safeDecode(url.pathname))) return await answerGit(serving.state, request, url);
    if (isControlPath(url.pathname)) return await answerControl(serving, request, url);
    return answerWeb(serving.state, safeDecode(url.pathname));
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    serving.internalErrors.push(error);
    return json(500, { message: '500 Internal Server Error' });
  }
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly path: string;
}

function logRequest(serving: Serving, exchange: Exchange, fault: Fault | undefined): LoggedRequest {
  const entry: LoggedRequest = {
    method: exchange.request.method ?? 'GET',
    path: loggedPath(exchange.url),
    status: 0,
    ...(fault === undefined ? {} : { fault: fault.kind }),
  };
  serving.requests.push(entry);
  return entry;
}

/** Only reads may run beside each other. */
function isRead({ request, path }: Exchange): boolean {
  return request.method === 'GET' || request.method === 'HEAD' || path.endsWith('/git-upload-pack');
}

async function serve(serving: Serving, exchange: Exchange, turn: Turn): Promise<void> {
  const { request, response, url, path } = exchange;
  const doWork = (): Promise<Answer> => work(serving, request, url);
  if (isControlPath(path)) {
    send(response, request, await doWork(), false);
    return;
  }
  const fault = serving.faults.take(request.method ?? 'GET', path);
  const entry = logRequest(serving, exchange, fault);
  const instead = fault === undefined ? 'work' : await faultAnswer(fault, request, turn.time);
  if (instead === 'cut') {
    request.socket.destroy();
    return;
  }
  const answer = instead !== 'work' ? instead : await (isRead(exchange) ? doWork() : turn.locked(doWork));
  if (fault?.kind === 'lost-answer') {
    request.socket.destroy();
    return;
  }
  entry.status = answer.status;
  send(response, request, answer, isAppliedFirst(fault));
}

interface Turn {
  readonly locked: (work: () => Promise<Answer>) => Promise<Answer>;
  readonly time: FaultTime;
}

/** Starts to listen on 127.0.0.1 only. */
export async function listen(serving: Serving, port: number): Promise<Listening> {
  const closing = new AbortController();
  const turn: Turn = { locked: writeLock(), time: { signal: closing.signal } };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', serving.state.url);
    serve(serving, { request, response, url, path: safeDecode(url.pathname) }, turn).catch((error: unknown) => {
      serving.internalErrors.push(error);
      request.socket.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      closing.abort();
      return close(server);
    },
  };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
