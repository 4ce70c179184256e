import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What an API server answered, by path. */
export type Recording = Readonly<Record<string, unknown>>;

interface RecordedCluster {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** The only token that it takes. */
  readonly token: string;
  readonly stop: () => Promise<void>;
}

interface Answered {
  readonly code: number;
  readonly body: unknown;
}

function status(code: number, reason: string, message: string, details: object = {}): Answered {
  const body = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, details, code };
  return { code, body };
}

/** `/apis/apps/v1/namespaces/shop/deployments/web`: group `apps`, resource `deployments`, name `web`. */
function notFound(path: string): Answered {
  const group = /^\/apis\/([^/]+)\//u.exec(path)?.[1];
  const [, resource, name] = /\/([^/]+)\/([^/]+)$/u.exec(path.replace(/\/namespaces\/[^/]+(?=\/)/u, '')) ?? [];
  const isObject = /^\/(api|apis\/[^/]+)\/[^/]+\/(namespaces\/[^/]+\/)?[^/]+\/[^/]+$/u.test(path);
  if (!isObject || resource === undefined || name === undefined) {
    return status(404, 'NotFound', 'the server could not find the requested resource');
  }
  const kind = group === undefined ? resource : `${resource}.${group}`;
  return status(404, 'NotFound', `${kind} "${name}" not found`, { name, group, kind: resource });
}

function answer(
  recording: Recording,
  token: string,
  request: { method?: string; path: string; authorization?: string },
): Answered {
  if (request.authorization !== `Bearer ${token}`) return status(401, 'Unauthorized', 'Unauthorized');
  if (request.method !== 'GET') {
    return status(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource');
  }
  const body = recording[request.path];
  return body === undefined ? notFound(request.path) : { code: 200, body };
}

/**
 * A Kubernetes API on 127.0.0.1 that answers from what was recorded at a real one: discovery and single objects, with a `Status`
 * for everything else. It reads only, and asks for its token.
 */
export async function startRecordedCluster(file: string | URL): Promise<RecordedCluster> {
  const recording = JSON.parse(await readFile(file, 'utf8')) as Recording;
  const token = randomBytes(16).toString('hex');
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://cluster').pathname;
    const { method, headers } = request;
    const { code, body } = answer(recording, token, {
      path,
      ...(method === undefined ? {} : { method }),
      ...(headers.authorization === undefined ? {} : { authorization: headers.authorization }),
    });
    request.resume();
    response.writeHead(code, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
