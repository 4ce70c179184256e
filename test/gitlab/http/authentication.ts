import type { IncomingHttpHeaders } from 'node:http';
import { accessLevel, timestamp, userById, type State, type TokenRecord, type UserRecord } from '../state.ts';
import { forbidden, json, notFound, refuse, Refusal, text } from './answer.ts';
import { segment, type Call, type ProjectCall, type Route } from './router.ts';

/** The secret that an API request carries, from any of the places GitLab looks in. */
export function presentedToken(headers: IncomingHttpHeaders, url: URL): string | undefined {
  const header = headers['private-token'];
  if (typeof header === 'string') return header;
  const bearer = /^Bearer (.+)$/iu.exec(headers.authorization ?? '')?.[1];
  return bearer ?? url.searchParams.get('private_token') ?? url.searchParams.get('access_token') ?? undefined;
}

function invalidToken(description: string): never {
  throw new Refusal(
    json(
      401,
      { error: 'invalid_token', error_description: description },
      {
        'WWW-Authenticate': `Bearer realm="Protected by OAuth 2.0", error="invalid_token", error_description="${description}"`,
      },
    ),
  );
}

/** True from the start of the token's last day on, as GitLab counts it. */
export function isExpired(state: State, token: TokenRecord): boolean {
  return token.expiresAt !== null && token.expiresAt <= timestamp(state).slice(0, 10);
}

/** The token behind a secret; refuses unknown, revoked and expired ones in GitLab's words. */
export function authenticate(state: State, secret: string | undefined): { token: TokenRecord; user: UserRecord } {
  const token = state.tokens.find((candidate) => candidate.secret === secret);
  if (token === undefined) return refuse(401, '401 Unauthorized');
  if (token.revoked) return invalidToken('Token was revoked. You have to re-authorize from the user.');
  if (isExpired(state, token)) {
    return invalidToken('Token is expired. You can either do re-authorization or token refresh.');
  }
  const user = userById(state, token.userId);
  if (user.state === 'blocked') return forbidden('Your account has been blocked.');
  token.lastUsedAt = timestamp(state);
  return { token, user };
}

/** Somebody who has not signed in sees what is public. */
export function authenticateNobody(): { token: TokenRecord; user: UserRecord } {
  const user: UserRecord = { id: 0, username: '', name: '', email: '', createdAt: '', state: 'active' };
  const token = { id: 0, name: '', secret: '', scopes: ['read_api'], userId: 0, createdAt: '' };
  return { user, token: { ...token, expiresAt: null, revoked: false, lastUsedAt: null } };
}

/** Refuses a token whose scopes do not cover the route. `scopes` of a route come beside `api` and `read_api`. */
export function requireScope(token: TokenRecord, route: Route, method: string): void {
  const reads = method === 'GET' || method === 'HEAD';
  const sufficient = ['api', ...(reads ? ['read_api'] : []), ...(route.scopes ?? [])];
  if (sufficient.includes('any') || sufficient.some((scope) => token.scopes.includes(scope))) return;
  throw new Refusal(
    json(403, {
      error: 'insufficient_scope',
      error_description: 'The request requires higher privileges than provided by the access token.',
      scope: sufficient.join(' '),
    }),
  );
}

/** The project named in the path (id or full path), when the user may see it; a former path answers 301. */
export function openProject(call: Call): ProjectCall {
  const id = segment(call, 'id');
  const project = call.state.projects.find(
    (candidate) =>
      String(candidate.id) === id ||
      candidate.path.toLowerCase() === id.toLowerCase() ||
      candidate.formerPaths.includes(id),
  );
  const role = project?.members.get(call.user.id) ?? (project?.isPublic === true ? accessLevel.guest : undefined);
  if (project === undefined || role === undefined) return notFound('Project');
  if (project.formerPaths.includes(id)) {
    const target = new URL(call.url);
    target.pathname = target.pathname.replace(/\/projects\/[^/]+/u, `/projects/${project.id}`);
    target.searchParams.delete('private_token');
    throw new Refusal(
      text(301, `This resource has been moved permanently to ${target.href}`, { Location: target.href }),
    );
  }
  return { ...call, project, role };
}

export function requireRole(call: ProjectCall, role: keyof typeof accessLevel): void {
  if (call.role < accessLevel[role]) forbidden();
}
