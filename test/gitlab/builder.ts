import { randomBytes } from 'node:crypto';
import {
  createDeployment,
  createEnvironment,
  findOrCreateEnvironment,
  type NewEnvironment,
} from './domain/environments.ts';
import { createMergeRequest, type NewMergeRequest } from './domain/merge-requests.ts';
import { commitToBranch, createRepository, type BranchCommit } from './domain/repositories.ts';
import { branchHead, updateRef } from './git/refs.ts';
import { readFolder } from './seeds/folder.ts';
import {
  accessLevel,
  nextId,
  timestamp,
  type DeploymentRecord,
  type EnvironmentRecord,
  type MergeRequestRecord,
  type ProjectRecord,
  type ProtectedBranch,
  type State,
  type UserRecord,
  type VariableRecord,
} from './state.ts';

interface NewUser {
  readonly username: string;
  readonly name?: string;
}

interface NewToken {
  readonly name?: string;
  /** `['api']` by default. */
  readonly scopes?: readonly string[];
  /** `YYYY-MM-DD`. */
  readonly expiresAt?: string;
  readonly revoked?: boolean;
}

interface NewProject {
  /** Full path, `group/name`. */
  readonly path: string;
  readonly name?: string;
  readonly description?: string;
  /** Becomes an owner and the author of the first commit. */
  readonly owner: UserRecord;
  readonly members?: readonly (readonly [UserRecord, number])[];
  readonly defaultBranch?: string;
  /** A folder on disk, or text by path; with neither the repository stays empty. */
  readonly files?: string | Readonly<Record<string, string>> | ReadonlyMap<string, string>;
  readonly message?: string;
  /** When the first commit was made. */
  readonly at?: Date;
  /** The first commit starts no pipeline. */
  readonly withoutPipeline?: boolean;
  /** By default the default branch is protected for maintainers, as GitLab does it. */
  readonly protectedBranches?: readonly ProtectedBranch[];
  readonly variables?: readonly VariableRecord[];
  /** Everybody may read it, also without a token. */
  readonly isPublic?: boolean;
  /** Where its pipeline file lies when that is not `.gitlab-ci.yml`. */
  readonly ciConfigPath?: string;
}

interface NewTag {
  readonly commit?: string;
  readonly withoutRelease?: boolean;
}

interface SeedDeployment {
  readonly environment: string;
  readonly sha: string;
  readonly ref?: string;
  readonly user: UserRecord;
  readonly status?: string;
  readonly at?: Date;
}

/** Makes things on the server without going through its API: what a test starts from. */
export interface Builder {
  readonly createUser: (user: NewUser) => UserRecord;
  /** The secret of a new token. */
  readonly createToken: (user: UserRecord, token?: NewToken) => string;
  readonly revokeToken: (secret: string) => void;
  readonly createProject: (project: NewProject) => Promise<ProjectRecord>;
  /** Adds a commit to a branch, protected or not, and gives its id. */
  readonly commit: (project: ProjectRecord, commit: BranchCommit) => Promise<string>;
  /** Sets a tag at a commit (by default the newest of the default branch), with a release unless told otherwise. */
  readonly tag: (project: ProjectRecord, name: string, options?: NewTag) => Promise<void>;
  readonly setGroupVariables: (group: string, variables: readonly VariableRecord[]) => void;
  /** Shares a project with a group, which need not have projects. */
  readonly shareProject: (project: ProjectRecord, group: string) => void;
  /** A template of GitLab by its key, which is its name without `.gitlab-ci.yml`. */
  readonly addTemplate: (key: string, content: string) => void;
  /** Serves a file at a path to everybody, and gives its URL. */
  readonly servePlain: (path: string, body: string | Buffer, contentType?: string) => string;
  /** Gives the project another path; the old one answers 301 from now on. */
  readonly moveProject: (project: ProjectRecord, path: string) => void;
  readonly createEnvironment: (project: ProjectRecord, environment: NewEnvironment) => EnvironmentRecord;
  readonly createDeployment: (project: ProjectRecord, deployment: SeedDeployment) => DeploymentRecord;
  readonly createMergeRequest: (
    project: ProjectRecord,
    author: UserRecord,
    request: NewMergeRequest,
  ) => Promise<MergeRequestRecord>;
}

function createUser(state: State, user: NewUser): UserRecord {
  const record: UserRecord = {
    id: nextId(state),
    username: user.username,
    name: user.name ?? user.username,
    email: `${user.username}@example.com`,
    createdAt: timestamp(state),
    state: 'active',
  };
  state.users.push(record);
  return record;
}

function createToken(state: State, user: UserRecord, token: NewToken): string {
  const secret = `glpat-${randomBytes(15).toString('base64url')}`;
  state.tokens.push({
    id: nextId(state),
    name: token.name ?? 'test',
    secret,
    scopes: token.scopes ?? ['api'],
    userId: user.id,
    createdAt: timestamp(state),
    expiresAt: token.expiresAt ?? null,
    revoked: token.revoked ?? false,
    lastUsedAt: null,
  });
  return secret;
}

async function filesOf(project: NewProject): Promise<Record<string, string>> {
  if (project.files === undefined) return {};
  if (typeof project.files === 'string') return readFolder(project.files);
  return project.files instanceof Map
    ? (Object.fromEntries(project.files) as Record<string, string>)
    : { ...(project.files as Readonly<Record<string, string>>) };
}

function settingsOf({
  variables = [],
  isPublic = false,
  ciConfigPath = '',
}: NewProject): Pick<ProjectRecord, 'variables' | 'isPublic' | 'ciConfigPath' | 'removesSourceBranch'> {
  return { variables: [...variables], isPublic, ciConfigPath, removesSourceBranch: true };
}

async function createProject(state: State, project: NewProject): Promise<ProjectRecord> {
  const id = nextId(state);
  const defaultBranch = project.defaultBranch ?? 'main';
  const record: ProjectRecord = {
    id,
    path: project.path,
    name: project.name ?? project.path.slice(project.path.lastIndexOf('/') + 1),
    description: project.description ?? null,
    formerPaths: [],
    defaultBranch,
    creatorId: project.owner.id,
    createdAt: timestamp(state),
    lastActivityAt: timestamp(state),
    repository: await createRepository(state, id, defaultBranch),
    members: new Map([[project.owner.id, accessLevel.owner]]),
    protectedBranches: [...(project.protectedBranches ?? [{ name: defaultBranch, pushLevel: accessLevel.maintainer }])],
    mergeRequests: [],
    pipelines: [],
    environments: [],
    deployments: [],
    ...settingsOf(project),
    releases: [],
    hookRejection: undefined,
    archived: false,
  };
  for (const [user, level] of project.members ?? []) record.members.set(user.id, level);
  state.projects.push(record);
  const files = await filesOf(project);
  if (Object.keys(files).length > 0) {
    const { owner: author, message = 'Initial commit', at } = project;
    await commitToBranch(state, record, {
      branch: defaultBranch,
      message,
      author,
      files,
      withoutPipeline: project.withoutPipeline ?? false,
      ...(at === undefined ? {} : { at }),
    });
  }
  return record;
}

function seedDeployment(state: State, project: ProjectRecord, wanted: SeedDeployment): DeploymentRecord {
  return createDeployment(state, project, {
    environment: findOrCreateEnvironment(state, project, { name: wanted.environment }),
    sha: wanted.sha,
    ref: wanted.ref ?? project.defaultBranch,
    userId: wanted.user.id,
    status: wanted.status ?? 'success',
    ...(wanted.at === undefined ? {} : { at: wanted.at }),
  });
}

async function createTag(
  state: State,
  project: ProjectRecord,
  { name, commit, withoutRelease }: NewTag & { readonly name: string },
): Promise<void> {
  const id = commit ?? (await branchHead(project.repository, project.defaultBranch)) ?? '';
  await updateRef(project.repository, `refs/tags/${name}`, id);
  if (withoutRelease !== true) project.releases.push({ tag: name, releasedAt: timestamp(state) });
}

export function builder(state: State): Builder {
  return {
    createUser: (user) => createUser(state, user),
    createToken: (user, token = {}) => createToken(state, user, token),
    revokeToken: (secret) => {
      for (const token of state.tokens) if (token.secret === secret) token.revoked = true;
    },
    createProject: (project) => createProject(state, project),
    commit: (project, commit) => commitToBranch(state, project, commit),
    tag: (project, name, options = {}) => createTag(state, project, { ...options, name }),
    setGroupVariables: (group, variables) => {
      state.groupVariables.set(group, variables);
    },
    shareProject: ({ id }, group) => {
      state.groupShares.set(id, [...(state.groupShares.get(id) ?? []), group]);
    },
    addTemplate: (key, content) => {
      state.templates.set(key, content);
    },
    servePlain: (path, body, contentType = 'text/plain; charset=utf-8') => {
      state.plainFiles.set(path, { body, contentType });
      return `${state.url}${path}`;
    },
    moveProject: (project, path) => {
      project.formerPaths.push(project.path);
      project.path = path;
    },
    createEnvironment: (project, environment) => createEnvironment(state, project, environment),
    createDeployment: (project, deployment) => seedDeployment(state, project, deployment),
    createMergeRequest: (project, author, request) => createMergeRequest(state, project, author, request),
  };
}
