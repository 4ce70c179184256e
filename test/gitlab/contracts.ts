/** Required keys of an entity and the types that its values may have; `null` is written out. */
export type Contract = Readonly<Record<string, string>>;

export const user: Contract = {
  id: 'integer',
  username: 'string',
  name: 'string',
  state: 'string',
  avatar_url: 'string|null',
  web_url: 'string',
};

export const publicGroup: Contract = {
  id: 'integer',
  web_url: 'string',
  name: 'string',
  avatar_url: 'string|null',
  full_name: 'string',
  full_path: 'string',
};

export const commit: Contract = {
  id: 'string',
  short_id: 'string',
  created_at: 'string',
  parent_ids: 'array',
  title: 'string',
  message: 'string',
  author_name: 'string',
  author_email: 'string',
  authored_date: 'string',
  committer_name: 'string',
  committer_email: 'string',
  committed_date: 'string',
  trailers: 'object',
  extended_trailers: 'object',
  web_url: 'string',
};

export const commitDetail: Contract = {
  ...commit,
  stats: 'object',
  status: 'string|null',
  project_id: 'integer',
  last_pipeline: 'object|null',
};

export const diff: Contract = {
  old_path: 'string',
  new_path: 'string',
  a_mode: 'string',
  b_mode: 'string',
  diff: 'string',
  new_file: 'boolean',
  renamed_file: 'boolean',
  deleted_file: 'boolean',
  generated_file: 'boolean',
  collapsed: 'boolean',
  too_large: 'boolean',
};

export const simpleProject: Contract = {
  id: 'integer',
  name: 'string',
  name_with_namespace: 'string',
  description: 'string|null',
  path: 'string',
  path_with_namespace: 'string',
  created_at: 'string',
  default_branch: 'string',
  tag_list: 'array',
  topics: 'array',
  ssh_url_to_repo: 'string',
  http_url_to_repo: 'string',
  web_url: 'string',
  readme_url: 'string|null',
  forks_count: 'integer',
  avatar_url: 'string|null',
  star_count: 'integer',
  last_activity_at: 'string',
  namespace: 'object',
};

export const project: Contract = {
  ...simpleProject,
  archived: 'boolean',
  merge_method: 'string',
  squash_option: 'string',
  remove_source_branch_after_merge: 'boolean',
  ci_config_path: 'string',
  only_allow_merge_if_pipeline_succeeds: 'boolean',
  permissions: 'object',
  _links: 'object',
};

export const pipelineBasic: Contract = {
  id: 'integer',
  iid: 'integer',
  project_id: 'integer',
  sha: 'string',
  ref: 'string',
  status: 'string',
  source: 'string',
  created_at: 'string',
  updated_at: 'string',
  web_url: 'string',
};

export const pipeline: Contract = {
  ...pipelineBasic,
  before_sha: 'string',
  tag: 'boolean',
  yaml_errors: 'string|null',
  user: 'object',
  started_at: 'string|null',
  finished_at: 'string|null',
  duration: 'number|null',
  coverage: 'string|null',
  detailed_status: 'object',
};

export const job: Contract = {
  id: 'integer',
  status: 'string',
  stage: 'string',
  name: 'string',
  ref: 'string',
  tag: 'boolean',
  coverage: 'number|null',
  allow_failure: 'boolean',
  created_at: 'string',
  started_at: 'string|null',
  finished_at: 'string|null',
  erased_at: 'string|null',
  duration: 'number|null',
  queued_duration: 'number|null',
  user: 'object',
  commit: 'object',
  pipeline: 'object',
  web_url: 'string',
  project: 'object',
  artifacts: 'array',
  runner: 'null',
  artifacts_expire_at: 'string|null',
  archived: 'boolean',
  tag_list: 'array',
};

export const listedMergeRequest: Contract = {
  id: 'integer',
  iid: 'integer',
  project_id: 'integer',
  title: 'string',
  description: 'string|null',
  state: 'string',
  created_at: 'string',
  updated_at: 'string',
  merged_by: 'object|null',
  merge_user: 'object|null',
  merged_at: 'string|null',
  closed_by: 'object|null',
  closed_at: 'string|null',
  target_branch: 'string',
  source_branch: 'string',
  user_notes_count: 'integer',
  upvotes: 'integer',
  downvotes: 'integer',
  author: 'object',
  assignees: 'array',
  assignee: 'object|null',
  reviewers: 'array',
  source_project_id: 'integer',
  target_project_id: 'integer',
  labels: 'array',
  draft: 'boolean',
  work_in_progress: 'boolean',
  milestone: 'null',
  merge_when_pipeline_succeeds: 'boolean',
  merge_status: 'string',
  detailed_merge_status: 'string',
  sha: 'string',
  merge_commit_sha: 'string|null',
  squash_commit_sha: 'string|null',
  discussion_locked: 'boolean|null',
  should_remove_source_branch: 'boolean|null',
  force_remove_source_branch: 'boolean|null',
  prepared_at: 'string|null',
  reference: 'string',
  references: 'object',
  web_url: 'string',
  time_stats: 'object',
  squash: 'boolean',
  task_completion_status: 'object',
  has_conflicts: 'boolean',
  blocking_discussions_resolved: 'boolean',
};

/** What only the single merge request has. */
export const onlySingle: Contract = {
  subscribed: 'boolean',
  changes_count: 'string|null',
  latest_build_started_at: 'string|null',
  latest_build_finished_at: 'string|null',
  pipeline: 'object|null',
  head_pipeline: 'object|null',
  diff_refs: 'object|null',
  merge_error: 'string|null',
  first_contribution: 'boolean',
  user: 'object',
};

export const environment: Contract = {
  id: 'integer',
  name: 'string',
  slug: 'string',
  external_url: 'string|null',
  created_at: 'string',
  updated_at: 'string',
  tier: 'string',
  state: 'string',
  auto_stop_at: 'string|null',
};

export const deployment: Contract = {
  id: 'integer',
  iid: 'integer',
  ref: 'string',
  sha: 'string',
  created_at: 'string',
  updated_at: 'string',
  user: 'object',
  environment: 'object',
  deployable: 'object|null',
  status: 'string',
};

export const branch: Contract = {
  name: 'string',
  commit: 'object',
  merged: 'boolean',
  protected: 'boolean',
  developers_can_push: 'boolean',
  developers_can_merge: 'boolean',
  can_push: 'boolean',
  default: 'boolean',
  web_url: 'string',
};

export const file: Contract = {
  file_name: 'string',
  file_path: 'string',
  size: 'integer',
  encoding: 'string',
  content: 'string',
  content_sha256: 'string',
  ref: 'string',
  blob_id: 'string',
  commit_id: 'string',
  last_commit_id: 'string',
  execute_filemode: 'boolean',
};

export const token: Contract = {
  id: 'integer',
  name: 'string',
  revoked: 'boolean',
  created_at: 'string',
  scopes: 'array',
  user_id: 'integer',
  last_used_at: 'string|null',
  active: 'boolean',
  expires_at: 'string|null',
};

function typeOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

/** What `value` lacks or has in another type; empty when it keeps the contract. */
export function breaches(contract: Contract, value: unknown): readonly string[] {
  const fields = value as Readonly<Record<string, unknown>>;
  return Object.entries(contract)
    .map(([key, types]) => ({ key, types, found: typeOf(fields[key]) }))
    .filter(({ types, found }) => !types.replace('number', 'number|integer').split('|').includes(found))
    .map(({ key, types, found }) => `${key} is ${found}, not ${types}`);
}
