import type { ProjectRecord, State, TokenRecord, UserRecord } from '../state.ts';
import type { Answer } from './answer.ts';
import type { Input } from './input.ts';

/** Everything a route may look at. */
export interface Call {
  readonly state: State;
  readonly method: string;
  readonly url: URL;
  /** Decoded segments of the path, by the names of the route. */
  readonly path: Readonly<Record<string, string>>;
  readonly input: Input;
  readonly user: UserRecord;
  readonly token: TokenRecord;
}

/** A call below `/projects/:id`, which the user may see. */
export interface ProjectCall extends Call {
  readonly project: ProjectRecord;
  /** The user's role in the project. */
  readonly role: number;
}

export interface Route {
  readonly method: string;
  /** Below `/api/v4`, such as `/projects/:id/repository/branches/:branch`; a last `*name` takes the rest. */
  readonly path: string;
  /** Scopes that suffice beside `api`, and `read_api` for reading. */
  readonly scopes?: readonly string[];
  readonly answer: (call: Call) => Answer | Promise<Answer>;
}

interface Match {
  readonly route: Route;
  readonly path: Readonly<Record<string, string>>;
}

/** The route for a still encoded path, `'method'` when only other verbs are served there, or undefined. */
export function match(routes: readonly Route[], method: string, encodedPath: string): Match | 'method' | undefined {
  const segments = encodedPath.split('/').slice(1);
  let otherVerb = false;
  for (const route of routes) {
    const path = matchPath(route.path.split('/').slice(1), segments);
    if (path === undefined) continue;
    if (route.method === method) return { route, path };
    otherVerb = true;
  }
  // Grape serves HEAD wherever it serves GET.
  if (method === 'HEAD') return match(routes, 'GET', encodedPath);
  return otherVerb ? 'method' : undefined;
}

function matchPath(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  const found: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    if (part.startsWith('*')) {
      found[part.slice(1)] = segments.slice(index).map(decodeURIComponent).join('/');
      return found;
    }
    const segment = segments[index];
    if (segment === undefined || segment === '') return undefined;
    if (part.startsWith(':')) found[part.slice(1)] = decodeURIComponent(segment);
    else if (part !== segment) return undefined;
  }
  return segments.length === pattern.length ? found : undefined;
}

/** A named segment of the route's path; a route that asks for a name it does not declare is a bug. */
export function segment(call: Call, name: string): string {
  const value = call.path[name];
  if (value === undefined) throw new Error(`the route has no segment '${name}'`);
  return value;
}
