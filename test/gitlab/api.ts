import type { IncomingMessage } from 'node:http';
import { authenticate, authenticateNobody, presentedToken, requireScope } from './http/authentication.ts';
import { empty, json, type Answer } from './http/answer.ts';
import { parseBody, parseForm, readBody } from './http/input.ts';
import { match, type Route } from './http/router.ts';
import { branchRoutes } from './routes/branches.ts';
import { commitRoutes } from './routes/commits.ts';
import { environmentRoutes } from './routes/environments.ts';
import { fileRoutes } from './routes/files.ts';
import { instanceRoutes } from './routes/instance.ts';
import { lintRoutes } from './routes/lint.ts';
import { mergeRequestRoutes } from './routes/merge-requests.ts';
import { pipelineRoutes } from './routes/pipelines.ts';
import { groupRoutes } from './routes/groups.ts';
import { projectRoutes } from './routes/projects.ts';
import { releaseRoutes } from './routes/releases.ts';
import { templateRoutes } from './routes/templates.ts';
import { userRoutes } from './routes/users.ts';
import type { State } from './state.ts';

export const apiPrefix = '/api/v4';

const routes: readonly Route[] = [
  ...instanceRoutes,
  ...userRoutes,
  ...projectRoutes,
  ...groupRoutes,
  ...branchRoutes,
  ...commitRoutes,
  ...fileRoutes,
  ...mergeRequestRoutes,
  ...pipelineRoutes,
  ...environmentRoutes,
  ...lintRoutes,
  ...releaseRoutes,
  ...templateRoutes,
];

/** What everybody may ask for, as far as there is something public. */
function mayBePublic({ method, path }: Route): boolean {
  return method === 'GET' && /^\/(?:projects\/:id\/(?:repository|releases)|templates)(?:\/|$)/u.test(path);
}

/** Answers a request below `/api/v4`. */
export async function answerApi(state: State, request: IncomingMessage, url: URL): Promise<Answer> {
  const method = request.method ?? 'GET';
  // The body is read whatever the answer, so that the connection can be used again.
  const body = await readBody(request);
  const found = match(routes, method, url.pathname.slice(apiPrefix.length));
  if (found === undefined) return json(404, { error: '404 Not Found' });
  if (found === 'method') return json(405, { error: '405 Not Allowed' });
  const secret = presentedToken(request.headers, url);
  const isOpen = secret === undefined && mayBePublic(found.route);
  const { user, token } = isOpen ? authenticateNobody() : authenticate(state, secret);
  requireScope(token, found.route, method);
  const input = {
    ...parseForm(url.searchParams),
    ...(await parseBody(body, request.headers['content-type'] ?? '')),
  };
  const answer = await found.route.answer({ state, method, url, path: found.path, input, user, token });
  // HEAD has the headers of GET and no body; 204 and 404 of a HEAD route are such already.
  return method === 'HEAD' ? empty(answer.status, answer.headers) : answer;
}
