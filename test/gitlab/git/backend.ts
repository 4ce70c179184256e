import { spawn } from 'node:child_process';
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Answer } from '../http/answer.ts';
import { gitEnvironment } from './run.ts';

interface GitRequest {
  readonly repository: string;
  /** `/info/refs`, `/git-upload-pack` or `/git-receive-pack`. */
  readonly service: string;
  readonly query: string;
  readonly username: string;
  readonly environment: Readonly<Record<string, string>>;
}

function cgiVariables(request: IncomingMessage, call: GitRequest): Record<string, string> {
  const optional = {
    CONTENT_LENGTH: request.headers['content-length'],
    HTTP_CONTENT_ENCODING: request.headers['content-encoding'],
    GIT_PROTOCOL: request.headers['git-protocol'],
  };
  return {
    GIT_PROJECT_ROOT: call.repository,
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: call.service,
    QUERY_STRING: call.query,
    REQUEST_METHOD: request.method ?? 'GET',
    CONTENT_TYPE: request.headers['content-type'] ?? '',
    REMOTE_USER: call.username,
    REMOTE_ADDR: '127.0.0.1',
    GATEWAY_INTERFACE: 'CGI/1.1',
    ...Object.fromEntries(Object.entries(optional).filter((entry) => typeof entry[1] === 'string')),
    ...call.environment,
  };
}

/**
 * One request of Git's smart HTTP protocol, answered by `git http-backend` over CGI.
 * https://git-scm.com/docs/git-http-backend
 */
export async function gitBackend(request: IncomingMessage, call: GitRequest): Promise<Answer> {
  const child = spawn('git', ['http-backend'], {
    env: gitEnvironment(cgiVariables(request, call)),
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const closed = new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => {
      resolve();
    });
  });
  // A client that hangs up, or a backend that refuses before it has read everything, ends the copy early.
  await pipeline(request, child.stdin).catch(() => undefined);
  await closed;
  return parseCgi(Buffer.concat(chunks));
}

/** CGI output: header lines, an empty line, the body. `Status:` carries the code. */
function parseCgi(output: Buffer): Answer {
  const end = output.indexOf('\r\n\r\n');
  const head = output.subarray(0, Math.max(end, 0)).toString('latin1');
  const headers: Record<string, string> = {};
  for (const line of head.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers[line.slice(0, colon)] = line.slice(colon + 1).trim();
  }
  const { Status: status = '200', ...rest } = headers;
  if (end < 0) return { status: 500, headers: {}, body: Buffer.alloc(0) };
  return { status: Number.parseInt(status, 10), headers: rest, body: output.subarray(end + 4) };
}
