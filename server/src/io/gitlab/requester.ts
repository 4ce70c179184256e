import type { FormattedResponse } from '@gitbeaker/requester-utils';
import type {
  Branches,
  Deployments,
  Environments,
  ProjectTemplates,
  Groups,
  GroupVariables,
  Lint,
  MergeRequests,
  Metadata,
  PersonalAccessTokens,
  ProjectMembers,
  ProjectVariables,
  Projects,
  Repositories,
  Tags,
  Users,
} from '@gitbeaker/rest';
import type { Dispatcher } from 'undici';
import type { CancellationToken } from '../../base/cancellation.ts';
import type { Problem } from '../../base/result.ts';
import { withoutValues } from '../process.ts';
import type { ConnectionSettings } from './connection.ts';
import { exchange, type ExchangeContext } from './exchange.ts';
import type { GitLabAccess } from './access.ts';
import { unusableSettings } from './request-problem.ts';

/** The parts of gitbeaker that are used. */
export interface Resources {
  readonly Branches: InstanceType<typeof Branches>;
  readonly Deployments: InstanceType<typeof Deployments>;
  readonly Environments: InstanceType<typeof Environments>;
  readonly ProjectTemplates: InstanceType<typeof ProjectTemplates>;
  readonly Groups: InstanceType<typeof Groups>;
  readonly GroupVariables: InstanceType<typeof GroupVariables>;
  readonly Lint: InstanceType<typeof Lint>;
  readonly MergeRequests: InstanceType<typeof MergeRequests>;
  readonly Metadata: InstanceType<typeof Metadata>;
  readonly PersonalAccessTokens: InstanceType<typeof PersonalAccessTokens>;
  readonly ProjectMembers: InstanceType<typeof ProjectMembers>;
  readonly ProjectVariables: InstanceType<typeof ProjectVariables>;
  readonly Projects: InstanceType<typeof Projects>;
  readonly Repositories: InstanceType<typeof Repositories>;
  readonly Tags: InstanceType<typeof Tags>;
  readonly Users: InstanceType<typeof Users>;
}

export interface Requester {
  /** gitbeaker's calls, each bound to the caller's token. */
  readonly resources: (token: CancellationToken) => Promise<Resources>;
  /** The connection under those calls. */
  readonly dispatcher: () => Promise<Dispatcher>;
  readonly withoutSecret: (problem: Problem) => Problem;
}

const ANSWER_WITHIN_MS = 30_000;

/**
 * gitbeaker over our own requests, because its own repeats a POST on 429 and 502, turns a moved POST into a GET and
 * cannot be cancelled. The secret goes as a bearer, which fetch never sends to another origin.
 */
export function createRequester(
  access: GitLabAccess,
  open: (settings: ConnectionSettings) => Promise<Dispatcher>,
): Requester {
  const dispatcher = keptConnection(access, open);
  return {
    dispatcher,
    resources: async (token) =>
      createResources(access, { dispatcher: await dispatcher(), token, timeout: ANSWER_WITHIN_MS }),
    withoutSecret: (problem) => mapTexts(problem, (text) => withoutValues(text, [access.secret])),
  };
}

/** The same connection until its settings change. */
function keptConnection(
  access: GitLabAccess,
  open: (settings: ConnectionSettings) => Promise<Dispatcher>,
): () => Promise<Dispatcher> {
  let key: string | undefined;
  let opened: Promise<Dispatcher> | undefined;
  return async () => {
    const settings = access.connection();
    const wanted = JSON.stringify(settings);
    if (wanted !== key) opened = undefined;
    key = wanted;
    opened ??= open(settings);
    return opened.catch((error: unknown) => {
      opened = undefined;
      throw unusableSettings(settings, error);
    });
  };
}

async function createResources(access: GitLabAccess, context: ExchangeContext): Promise<Resources> {
  const { createRequesterFn } = await import('@gitbeaker/requester-utils');
  const api = await import('@gitbeaker/rest');
  const requesterFn = createRequesterFn(
    // A few resources have a path of their own before each endpoint.
    ({ url }, request) => Promise.resolve({ ...request, prefixUrl: url }),
    (endpoint, options) => send(access, context, { endpoint, options: options ?? {} }),
  );
  // Its own client-side limits only delay calls silently; the server's are honoured in `exchange`.
  const options = {
    host: access.instance,
    oauthToken: access.secret,
    queryTimeout: null,
    rateLimits: {},
    requesterFn,
  };
  return {
    Branches: new api.Branches(options),
    Deployments: new api.Deployments(options),
    Environments: new api.Environments(options),
    ProjectTemplates: new api.ProjectTemplates(options),
    Groups: new api.Groups(options),
    GroupVariables: new api.GroupVariables(options),
    Lint: new api.Lint(options),
    MergeRequests: new api.MergeRequests(options),
    Metadata: new api.Metadata(options),
    PersonalAccessTokens: new api.PersonalAccessTokens(options),
    ProjectMembers: new api.ProjectMembers(options),
    ProjectVariables: new api.ProjectVariables(options),
    Projects: new api.Projects(options),
    Repositories: new api.Repositories(options),
    Tags: new api.Tags(options),
    Users: new api.Users(options),
  };
}

interface Call {
  readonly endpoint: string;
  readonly options: Readonly<Record<string, unknown>>;
}

async function send(access: GitLabAccess, context: ExchangeContext, call: Call): Promise<FormattedResponse> {
  const { method, searchParams, headers, body, prefixUrl } = call.options;
  const base = typeof prefixUrl === 'string' ? prefixUrl.replace(/\/$/, '') : `${access.instance}/api/v4`;
  const url = new URL(call.endpoint === '' ? base : `${base}/${call.endpoint}`);
  if (typeof searchParams === 'string') url.search = searchParams;
  const answer = await exchange(
    {
      instance: access.instance,
      method: typeof method === 'string' ? method : 'GET',
      url,
      headers: { ...(headers as Record<string, string>), accept: 'application/json', 'user-agent': access.userAgent },
      ...(typeof body === 'string' && { body }),
    },
    context,
  );
  return { status: answer.status, headers: { ...answer.headers }, body: answer.body as FormattedResponse['body'] };
}

function mapTexts(problem: Problem, change: (text: string) => string): Problem {
  return {
    code: problem.code,
    message: change(problem.message),
    ...(problem.action !== undefined && { action: change(problem.action) }),
    ...(problem.detail !== undefined && { detail: change(problem.detail) }),
  };
}
