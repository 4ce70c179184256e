import type { IncomingMessage } from 'node:http';
import { refsClosedTo } from './domain/protection.ts';
import { changesBetween, refsChanged } from './domain/pushes.ts';
import { gitBackend } from './git/backend.ts';
import { allRefs } from './git/refs.ts';
import { projectUrl } from './entities/project.ts';
import { text, type Answer } from './http/answer.ts';
import { isExpired } from './http/authentication.ts';
import { accessLevel, userById, type ProjectRecord, type State, type TokenRecord } from './state.ts';

const gitPath = /^\/(.+?)\.git(\/info\/refs|\/git-upload-pack|\/git-receive-pack)$/u;

/** Whether the path belongs to Git's smart HTTP protocol. */
export function isGitPath(path: string): boolean {
  return gitPath.test(path);
}

/** A push: what its advertisement and its pack are asked for with. */
function isPush(url: URL): boolean {
  return url.pathname.endsWith('/git-receive-pack') || url.searchParams.get('service') === 'git-receive-pack';
}

/** The token in HTTP Basic: the password, whatever the user name (`oauth2` is the usual one). */
function basicToken(state: State, request: IncomingMessage): TokenRecord | undefined {
  const encoded = /^Basic (.+)$/iu.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  const secret = decoded.slice(decoded.indexOf(':') + 1);
  return state.tokens.find(
    (token) => secret !== '' && token.secret === secret && !token.revoked && !isExpired(state, token),
  );
}

const readScopes = ['api', 'read_api', 'read_repository', 'write_repository'];
const writeScopes = ['api', 'write_repository'];

function refusePush(project: ProjectRecord, token: TokenRecord, role: number): Answer | undefined {
  const allowed = writeScopes.some((scope) => token.scopes.includes(scope));
  if (!allowed || role < accessLevel.developer) return text(403, 'You are not allowed to push code to this project.\n');
  return project.archived ? text(403, "You can't push code to an archived project.\n") : undefined;
}

function refusal(project: ProjectRecord | undefined, token: TokenRecord, push: boolean): Answer | undefined {
  const role = project?.members.get(token.userId);
  if (project === undefined || role === undefined) {
    return text(404, "The project you were looking for could not be found or you don't have permission to view it.\n");
  }
  if (push) return refusePush(project, token, role);
  const allowed = readScopes.some((scope) => token.scopes.includes(scope)) && role >= accessLevel.reporter;
  return allowed ? undefined : text(403, 'You are not allowed to download code from this project.\n');
}

/**
 * Answers one request of `git clone`, `fetch` or `push`. The connection is closed after each: libcurl repeats a request by
 * itself when a connection that it uses again dies without an answer, and a fault would pass unseen.
 */
export async function answerGit(state: State, request: IncomingMessage, url: URL): Promise<Answer> {
  const answer = await serveGit(state, request, url);
  return { ...answer, headers: { ...answer.headers, Connection: 'close' } };
}

/** A push that was taken has its pipelines made here, before the answer. */
async function serveGit(state: State, request: IncomingMessage, url: URL): Promise<Answer> {
  const [, path = '', service = ''] = gitPath.exec(decodeURIComponent(url.pathname)) ?? [];
  const token = basicToken(state, request);
  if (token === undefined) {
    request.resume();
    return text(
      401,
      'HTTP Basic: Access denied. If a password was provided for Git authentication, the password was incorrect or ' +
        "you're required to use a token instead of a password.\n",
      { 'WWW-Authenticate': 'Basic realm="GitLab"' },
    );
  }
  const project = state.projects.find((candidate) => [candidate.path, ...candidate.formerPaths].includes(path));
  const refused = refusal(project, token, isPush(url));
  if (refused !== undefined || project === undefined) {
    request.resume();
    return refused ?? text(404, '');
  }
  const user = userById(state, token.userId);
  const role = project.members.get(user.id) ?? 0;
  const call = {
    repository: project.repository,
    service,
    query: url.search.slice(1),
    username: user.username,
    environment: {
      GL_TEST_PROTECTED: refsClosedTo(project, role).join(' '),
      GL_TEST_HOOK_REJECTION: project.hookRejection ?? '',
      GL_TEST_DEFAULT_BRANCH: project.defaultBranch,
      GL_TEST_WEB_URL: projectUrl(state, project),
    },
  };
  if (service !== '/git-receive-pack') return gitBackend(request, call);
  const before = await allRefs(project.repository);
  const answer = await gitBackend(request, call);
  await refsChanged(state, project, user, changesBetween(before, await allRefs(project.repository)));
  return answer;
}
