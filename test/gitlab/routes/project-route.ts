import type { Answer } from '../http/answer.ts';
import { openProject } from '../http/authentication.ts';
import type { ProjectCall, Route } from '../http/router.ts';

/** A route below `/projects/:id`; `path` begins after that. */
export function projectRoute(
  method: string,
  path: string,
  answer: (call: ProjectCall) => Answer | Promise<Answer>,
  scopes: readonly string[] = [],
): Route {
  return { method, path: `/projects/:id${path}`, scopes, answer: (call) => answer(openProject(call)) };
}
