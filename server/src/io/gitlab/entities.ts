import type {
  Comparison,
  Deployment,
  EnvironmentFacts,
  MergeRequest,
  ProjectFacts,
  TokenInformation,
  User,
} from '../../workspace/ports/gitlab.ts';
import { flag, list, number, object, optional, text, type Reader } from './answer.ts';

/** Takes out what is absent, so that the entities hold no `undefined` under a key. */
type Present<Value> = { [Key in keyof Value as undefined extends Value[Key] ? never : Key]: Value[Key] } & {
  [Key in keyof Value as undefined extends Value[Key] ? Key : never]?: Exclude<Value[Key], undefined>;
};

function present<Value extends object>(value: Value): Present<Value> {
  return Object.fromEntries(Object.entries(value).filter(([, held]) => held !== undefined)) as Present<Value>;
}

const tokenShape = object({
  scopes: list(text),
  active: flag,
  revoked: flag,
  expires_at: optional(text),
});

export const tokenInformation: Reader<TokenInformation> = (value, place) => {
  const { expires_at: expiresAt, ...read } = tokenShape(value, place);
  return present({ ...read, expiresAt });
};

export const user: Reader<User> = object({ username: text, name: text });

const projectShape = object({
  id: number,
  path_with_namespace: text,
  name: text,
  web_url: text,
  default_branch: optional(text),
  ssh_url_to_repo: text,
  http_url_to_repo: text,
  archived: flag,
  merge_requests_template: optional(text),
  remove_source_branch_after_merge: flag,
  ci_config_path: optional(text),
});

export const project: Reader<ProjectFacts> = (value, place) => {
  const read = projectShape(value, place);
  return present({
    id: read.id,
    path: read.path_with_namespace,
    name: read.name,
    webUrl: read.web_url,
    defaultBranch: read.default_branch,
    sshUrl: read.ssh_url_to_repo,
    httpUrl: read.http_url_to_repo,
    archived: read.archived,
    mergeRequestTemplate: read.merge_requests_template,
    removesSourceBranch: read.remove_source_branch_after_merge,
    pipelineFile: read.ci_config_path === '' ? undefined : read.ci_config_path,
  });
};

export const branchName: Reader<string> = (value, place) => object({ name: text })(value, place).name;

export const branchCommit: Reader<string> = (value, place) =>
  object({ commit: object({ id: text }) })(value, place).commit.id;

export const version: Reader<string> = (value, place) => object({ version: text })(value, place).version;

const mergeRequestShape = object({
  iid: number,
  title: text,
  web_url: text,
  state: text,
  draft: flag,
  source_branch: text,
  target_branch: text,
  author: optional(object({ name: text, username: text })),
  detailed_merge_status: optional(text),
  merge_status: optional(text),
  head_pipeline: optional(object({ status: text })),
  updated_at: text,
  prepared_at: optional(text),
  source_project_id: optional(number),
});

export const mergeRequest: Reader<MergeRequest> = (value, place) => {
  const read = mergeRequestShape(value, place);
  return present({
    iid: read.iid,
    title: read.title,
    webUrl: read.web_url,
    state: read.state,
    isDraft: read.draft,
    sourceBranch: read.source_branch,
    targetBranch: read.target_branch,
    author: read.author?.name ?? '',
    mergeStatus: read.detailed_merge_status ?? read.merge_status ?? 'unchecked',
    pipelineStatus: read.head_pipeline?.status,
    updatedAt: read.updated_at,
    preparedAt: read.prepared_at,
    sourceProjectId: read.source_project_id,
  });
};

const deploymentShape = object({
  sha: text,
  ref: text,
  status: text,
  created_at: text,
  updated_at: optional(text),
  user: optional(object({ name: text })),
});

export const deployment: Reader<Deployment> = (value, place) => {
  const { sha, ref, status, ...read } = deploymentShape(value, place);
  return { sha, ref, status, at: read.updated_at ?? read.created_at, by: read.user?.name ?? '' };
};

const environmentShape = object({
  id: number,
  name: text,
  tier: optional(text),
  state: text,
  external_url: optional(text),
  last_deployment: optional(deployment),
});

export const environment: Reader<EnvironmentFacts> = (value, place) => {
  const { id, name, state, ...read } = environmentShape(value, place);
  return present({
    id,
    name,
    state,
    tier: read.tier ?? 'other',
    url: read.external_url,
    lastDeployment: read.last_deployment,
  });
};

const comparisonShape = object({ commits: list(object({ id: text })), compare_timeout: flag });

export const comparison: Reader<Comparison> = (value, place) => {
  const read = comparisonShape(value, place);
  return { commits: read.commits.length, isIncomplete: read.compare_timeout };
};
