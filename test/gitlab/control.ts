import type { IncomingMessage } from 'node:http';
import type { Fault } from './faults.ts';
import { empty, json, text, type Answer } from './http/answer.ts';
import { readBody } from './http/input.ts';
import type { Serving } from './serving.ts';

/** Not GitLab's: the test server's own routes, for tests in another process. */
export function isControlPath(path: string): boolean {
  return ['/-/faults', '/-/requests', '/-/settle'].includes(path);
}

const kinds = ['latency', 'status', 'html', 'cut', 'lost-answer', 'hang', 'redirect', 'large'];

function isFault(value: unknown): value is Fault {
  return (
    typeof value === 'object' &&
    value !== null &&
    'path' in value &&
    typeof value.path === 'string' &&
    'kind' in value &&
    kinds.includes(String(value.kind))
  );
}

async function addFault(serving: Serving, request: IncomingMessage): Promise<Answer> {
  let fault: unknown;
  try {
    fault = JSON.parse((await readBody(request)).toString('utf8'));
  } catch {
    return text(400, 'The body is not JSON.\n');
  }
  if (!isFault(fault)) return text(400, `A fault needs 'path' and 'kind', one of ${kinds.join(', ')}.\n`);
  serving.faults.add(fault);
  return json(201, fault);
}

/**
 * `POST /-/faults` adds a fault, `GET` lists those not used up, `DELETE` clears them; `GET /-/requests` is the log;
 * `POST /-/settle` does all background work now.
 */
export async function answerControl(serving: Serving, request: IncomingMessage, url: URL): Promise<Answer> {
  const route = `${request.method ?? 'GET'} ${url.pathname}`;
  switch (route) {
    case 'POST /-/faults':
      return addFault(serving, request);
    case 'GET /-/faults':
      return json(200, serving.faults.waiting());
    case 'DELETE /-/faults':
      serving.faults.clear();
      return empty(204);
    case 'GET /-/requests':
      return json(200, serving.requests);
    case 'POST /-/settle':
      await serving.state.background.settle();
      return empty(204);
    default:
      return text(404, 'Not Found\n');
  }
}
