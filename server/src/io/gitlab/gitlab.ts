import { failure, success } from '../../base/result.ts';
import type { GitLab, MergeRequestFilter, NewMergeRequest } from '../../workspace/ports/gitlab.ts';
import { list, UnexpectedAnswer } from './answer.ts';
import type { GitLabAccess } from './access.ts';
import type { Ask } from './ask.ts';
import { openConnection } from './connection.ts';
import {
  branchCommit,
  branchName,
  comparison,
  deployment,
  environment,
  mergeRequest,
  project,
  tokenInformation,
  user,
  version,
} from './entities.ts';
import { lintAnswer, lintCommitted, lintContent } from './lint.ts';
import { RequestProblem } from './request-problem.ts';
import { createNames } from './names.ts';
import { createRequester, type Requester, type Resources } from './requester.ts';
import { readText } from './text.ts';

/** One page is enough for what is chosen from a list by a person. */
const threePages = { perPage: 100, maxPages: 3 } as const;

/** GitLab's REST API through gitbeaker, over our own requests; see `exchange.ts` for what those do and do not repeat. */
export function createGitLab(access: GitLabAccess): GitLab {
  const requester = createRequester(access, openConnection);
  const ask = asker(access, requester);
  return {
    ...createNames(ask),
    text: (request) => readText(access, requester, request),
    instance: access.instance,
    credentialFor: (url) => credentialFor(access, url),
    tokenInformation: (token) => ask(token, tokenInformation, (api) => api.PersonalAccessTokens.show()),
    currentUser: (token) => ask(token, user, (api) => api.Users.showCurrentUser()),
    project: (idOrPath, token) => ask(token, project, (api) => api.Projects.show(idOrPath)),
    branches: (id, token) => ask(token, list(branchName), (api) => api.Branches.all(id, threePages)),
    mergeRequests: (id, filter, token) => ask(token, list(mergeRequest), (api) => listMergeRequests(api, id, filter)),
    mergeRequest: (id, iid, token) => ask(token, mergeRequest, (api) => api.MergeRequests.show(id, iid)),
    createMergeRequest: (id, request, token) => ask(token, mergeRequest, (api) => create(api, id, request)),
    environments: (id, token) => ask(token, list(environment), (api) => api.Environments.all(id, threePages)),
    environment: (id, environmentId, token) =>
      ask(token, environment, (api) => api.Environments.show(id, environmentId)),
    newestDeployment: async (id, name, token) => {
      const newest = { environment: name, orderBy: 'id', sort: 'desc', page: 1, perPage: 1 } as const;
      const found = await ask(token, list(deployment), (api) => api.Deployments.all(id, newest));
      return found.ok ? success(found.value[0]) : found;
    },
    compare: (id, { from, to }, token) => ask(token, comparison, (api) => api.Repositories.compare(id, from, to)),
    branchHead: async (id, branch, token) => {
      const found = await ask(token, branchCommit, (api) => api.Branches.show(id, branch));
      return !found.ok && found.problem.code === 'not-found' ? success(undefined) : found;
    },
    lintContent: (id, request, token) => ask(token, lintAnswer, (api) => lintContent(api, id, request)),
    lintCommitted: (id, request, token) => ask(token, lintAnswer, (api) => lintCommitted(api, id, request)),
    version: (token) => ask(token, version, (api) => api.Metadata.show()),
  };
}

function listMergeRequests(api: Resources, projectId: number, filter: MergeRequestFilter): Promise<unknown> {
  const { state, sourceBranch } = filter;
  return api.MergeRequests.all({
    projectId,
    scope: 'all',
    orderBy: 'updated_at',
    sort: 'desc',
    ...(state === 'opened' && { state }),
    ...(sourceBranch !== undefined && { sourceBranch }),
    ...threePages,
  });
}

function create(api: Resources, projectId: number, request: NewMergeRequest): Promise<unknown> {
  const { sourceBranch, targetBranch, title, description, removeSourceBranch, squash } = request;
  const options = { description, removeSourceBranch, squash };
  return api.MergeRequests.create(projectId, sourceBranch, targetBranch, title, options);
}

function asker(access: GitLabAccess, requester: Requester): Ask {
  return async (token, reader, call) => {
    try {
      const answer = await call(await requester.resources(token));
      return success(reader(answer, ''));
    } catch (error) {
      if (error instanceof RequestProblem) return failure(requester.withoutSecret(error.problem));
      if (!(error instanceof UnexpectedAnswer)) throw error;
      return failure({
        code: 'server-error',
        message: `'${access.instance}' gave an answer that is not GitLab's: ${error.message}.`,
        action: 'Check that the instance URL is that of a GitLab of version 15 or newer.',
      });
    }
  };
}

/** GitLab takes an access token as the password of any user name over HTTPS. */
function credentialFor({ instance, secret }: GitLabAccess, url: string): ReturnType<GitLab['credentialFor']> {
  if (!/^https?:\/\//u.test(url) || !URL.canParse(url)) return undefined;
  const origin = new URL(instance).origin;
  return new URL(url).origin === origin ? { origin, username: 'oauth2', password: () => secret } : undefined;
}
