import type { BackgroundWork } from './background.ts';
import type { GitLabOptions } from './options.ts';

/** Roles of GitLab's members API. */
export const accessLevel = { guest: 10, reporter: 20, developer: 30, maintainer: 40, owner: 50 } as const;

export interface UserRecord {
  readonly id: number;
  readonly username: string;
  readonly name: string;
  readonly email: string;
  readonly createdAt: string;
  state: 'active' | 'blocked';
}

export interface TokenRecord {
  readonly id: number;
  readonly name: string;
  readonly secret: string;
  readonly scopes: readonly string[];
  readonly userId: number;
  readonly createdAt: string;
  /** `YYYY-MM-DD`, the day from which it is refused. */
  readonly expiresAt: string | null;
  revoked: boolean;
  lastUsedAt: string | null;
}

export interface ProtectedBranch {
  /** A name or a pattern with `*`. */
  readonly name: string;
  /** Lowest role that may push; 0 is nobody. */
  readonly pushLevel: number;
}

export interface DiffRefs {
  readonly base_sha: string;
  readonly start_sha: string;
  readonly head_sha: string;
}

export interface MergeRequestRecord {
  readonly id: number;
  readonly iid: number;
  readonly sourceBranch: string;
  readonly authorId: number;
  readonly createdAt: string;
  targetBranch: string;
  title: string;
  description: string | null;
  state: 'opened' | 'closed' | 'merged';
  updatedAt: string;
  assigneeIds: readonly number[];
  reviewerIds: readonly number[];
  labels: readonly string[];
  squash: boolean;
  removeSourceBranch: boolean | null;
  sha: string;
  preparedAt: string | null;
  diffRefs: DiffRefs | null;
  changesCount: string | null;
  mergeStatus: string;
  detailedMergeStatus: string;
  closedAt: string | null;
  closedById: number | null;
  mergedAt: string | null;
  mergedById: number | null;
  mergeCommitSha: string | null;
}

export interface JobRecord {
  readonly id: number;
  readonly name: string;
  readonly stage: string;
  readonly allowFailure: boolean;
  readonly manual: boolean;
  readonly needs: readonly string[];
  readonly environment: string | undefined;
  readonly createdAt: string;
  status: string;
  startedAt: string | null;
  finishedAt: string | null;
}

export interface PipelineRecord {
  readonly id: number;
  readonly iid: number;
  readonly sha: string;
  readonly beforeSha: string;
  /** Branch name, or `refs/merge-requests/:iid/head`. */
  readonly ref: string;
  readonly source: string;
  readonly userId: number;
  readonly createdAt: string;
  readonly yamlErrors: string | null;
  readonly jobs: readonly JobRecord[];
  status: string;
  updatedAt: string;
  startedAt: string | null;
  finishedAt: string | null;
}

export interface EnvironmentRecord {
  readonly id: number;
  readonly name: string;
  readonly slug: string;
  readonly createdAt: string;
  tier: string;
  externalUrl: string | null;
  description: string | null;
  state: 'available' | 'stopping' | 'stopped';
  updatedAt: string;
}

export interface DeploymentRecord {
  readonly id: number;
  readonly iid: number;
  readonly environmentId: number;
  readonly ref: string;
  readonly sha: string;
  readonly tag: boolean;
  readonly userId: number;
  readonly jobId: number | null;
  readonly createdAt: string;
  status: string;
  updatedAt: string;
}

export interface VariableRecord {
  readonly key: string;
  readonly value: string;
  readonly environmentScope: string;
  readonly protected: boolean;
  readonly masked: boolean;
  readonly hidden: boolean;
}

export interface ReleaseRecord {
  readonly tag: string;
  readonly releasedAt: string;
}

/** A file that the server gives to everybody, as any web server would. */
interface PlainFile {
  readonly body: string | Buffer;
  readonly contentType: string;
}

export interface ProjectRecord {
  readonly id: number;
  path: string;
  readonly name: string;
  readonly description: string | null;
  readonly formerPaths: string[];
  readonly defaultBranch: string;
  readonly creatorId: number;
  readonly createdAt: string;
  /** The bare repository on disk. */
  readonly repository: string;
  /** Role by user id. */
  readonly members: Map<number, number>;
  readonly protectedBranches: ProtectedBranch[];
  readonly mergeRequests: MergeRequestRecord[];
  readonly pipelines: PipelineRecord[];
  readonly environments: EnvironmentRecord[];
  readonly deployments: DeploymentRecord[];
  readonly variables: VariableRecord[];
  readonly releases: ReleaseRecord[];
  /** Everybody may read it, also without a token. */
  readonly isPublic: boolean;
  /** Where its pipeline file lies when that is not `.gitlab-ci.yml`. */
  readonly ciConfigPath: string;
  removesSourceBranch: boolean;
  /** When set, every push is declined with this text after `GL-HOOK-ERR: `. */
  hookRejection: string | undefined;
  archived: boolean;
  lastActivityAt: string;
}

export interface State {
  readonly options: GitLabOptions;
  readonly now: () => Date;
  readonly background: BackgroundWork;
  readonly folder: string;
  readonly users: UserRecord[];
  readonly tokens: TokenRecord[];
  readonly projects: ProjectRecord[];
  /** CI/CD variables of groups, by the group's path. */
  readonly groupVariables: Map<string, readonly VariableRecord[]>;
  /** The groups that projects were shared with, by the project's id. */
  readonly groupShares: Map<number, readonly string[]>;
  /** CI/CD templates by key. */
  readonly templates: Map<string, string>;
  /** By path. */
  readonly plainFiles: Map<string, PlainFile>;
  /** `http://127.0.0.1:PORT`, known once the server listens. */
  url: string;
  lastId: number;
}

/** The next id; one counter for every kind, so that a mixed-up id never works by chance. */
export function nextId(state: State): number {
  state.lastId += 1;
  return state.lastId;
}

/** Now, as GitLab prints times: ISO 8601 with milliseconds, UTC. */
export function timestamp(state: State): string {
  return state.now().toISOString();
}

export function userById(state: State, id: number): UserRecord {
  const user = state.users.find((candidate) => candidate.id === id);
  if (user === undefined) throw new Error(`no user with id ${id}`);
  return user;
}
