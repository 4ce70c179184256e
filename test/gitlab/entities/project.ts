import { accessLevel, type ProjectRecord, type State, type UserRecord } from '../state.ts';
import { renderUserById } from './user.ts';

export function projectUrl(state: State, project: ProjectRecord): string {
  return `${state.url}/${project.path}`;
}

function namespaceOf(state: State, project: ProjectRecord): Record<string, unknown> {
  const full = project.path.slice(0, project.path.lastIndexOf('/'));
  const last = full.slice(full.lastIndexOf('/') + 1);
  const url = `${state.url}/groups/${full}`;
  return {
    id: project.id + 1_000_000,
    name: last,
    path: last,
    kind: 'group',
    full_path: full,
    parent_id: null,
    avatar_url: null,
    web_url: url,
  };
}

/** The short form, inside jobs and environments and in `simple=true` lists. */
export function renderSimpleProject(state: State, project: ProjectRecord): Record<string, unknown> {
  const namespace = namespaceOf(state, project);
  const url = projectUrl(state, project);
  const host = new URL(state.url).hostname;
  return {
    id: project.id,
    description: project.description,
    name: project.name,
    name_with_namespace: `${String(namespace['name'])} / ${project.name}`,
    path: project.path.slice(project.path.lastIndexOf('/') + 1),
    path_with_namespace: project.path,
    created_at: project.createdAt,
    default_branch: project.defaultBranch,
    tag_list: [],
    topics: [],
    ssh_url_to_repo: `git@${host}:${project.path}.git`,
    http_url_to_repo: `${url}.git`,
    web_url: url,
    readme_url: `${url}/-/blob/${project.defaultBranch}/README.md`,
    forks_count: 0,
    avatar_url: null,
    star_count: 0,
    last_activity_at: project.lastActivityAt,
    visibility: project.isPublic ? 'public' : 'private',
    namespace,
  };
}

function links(state: State, project: ProjectRecord): Record<string, string> {
  const self = `${state.url}/api/v4/projects/${project.id}`;
  return {
    self,
    issues: `${self}/issues`,
    merge_requests: `${self}/merge_requests`,
    repo_branches: `${self}/repository/branches`,
    labels: `${self}/labels`,
    events: `${self}/events`,
    members: `${self}/members`,
    cluster_agents: `${self}/cluster_agents`,
  };
}

const features = {
  packages_enabled: true,
  issues_enabled: true,
  merge_requests_enabled: true,
  wiki_enabled: false,
  jobs_enabled: true,
  snippets_enabled: false,
  container_registry_enabled: false,
  service_desk_enabled: false,
  lfs_enabled: true,
  shared_runners_enabled: true,
  request_access_enabled: false,
  auto_devops_enabled: false,
};

/** Settings that a merge request's buttons and a pipeline's rules look at. */
const settings = {
  resolve_outdated_diff_discussions: false,
  repository_object_format: 'sha1',
  can_create_merge_request_in: true,
  issues_access_level: 'enabled',
  repository_access_level: 'enabled',
  merge_requests_access_level: 'enabled',
  builds_access_level: 'enabled',
  environments_access_level: 'enabled',
  emails_disabled: false,
  import_status: 'none',
  open_issues_count: 0,
  public_jobs: true,
  shared_with_groups: [],
  ci_config_path: '',
  ci_default_git_depth: 20,
  ci_forward_deployment_enabled: true,
  ci_forward_deployment_rollback_allowed: true,
  ci_job_token_scope_enabled: false,
  ci_separated_caches: true,
  only_allow_merge_if_pipeline_succeeds: false,
  allow_merge_on_skipped_pipeline: null,
  only_allow_merge_if_all_discussions_are_resolved: false,
  printing_merge_request_link_enabled: true,
  merge_method: 'merge',
  squash_option: 'default_off',
  merge_commit_template: null,
  squash_commit_template: null,
  issue_branch_template: null,
  suggestion_commit_message: null,
  autoclose_referenced_issues: true,
  keep_latest_artifact: true,
};

/** The whole project as `GET /projects/:id` shows it to a member with `role`. */
export function renderProject(
  state: State,
  project: ProjectRecord,
  viewer: { readonly user: UserRecord; readonly role: number },
): Record<string, unknown> {
  const full = {
    ...renderSimpleProject(state, project),
    container_registry_image_prefix: `${new URL(state.url).host}/${project.path}`,
    _links: links(state, project),
    empty_repo: false,
    archived: project.archived,
    owner: renderUserById(state, project.creatorId),
    creator_id: project.creatorId,
    ...features,
    ...settings,
    ci_config_path: project.ciConfigPath,
    remove_source_branch_after_merge: project.removesSourceBranch,
    permissions: {
      project_access: { access_level: viewer.role, notification_level: 3 },
      group_access: null,
    },
  };
  if (viewer.role >= accessLevel.maintainer) return { ...full, runners_token: null };
  return full;
}
