import type { CancellationToken } from '../../base/cancellation.ts';
import type { Result } from '../../base/result.ts';
import type { MergeRequest as ShownMergeRequest } from '../../lsp/protocol.ts';
import type { GitCredential } from './git.ts';
import type { GitLabNames } from './gitlab-names.ts';
import type { TextAnswer, TextRequest } from './text.ts';

/**
 * One instance of GitLab, signed in as one user. Every answer has passed a schema. A write whose answer was lost is
 * 'unknown-outcome': ask before sending it again.
 */
export interface GitLab extends GitLabNames {
  /** Base URL without a slash at its end, with the relative root where the instance has one. */
  readonly instance: string;
  /** What Git signs in with at a URL of this instance; undefined for every other place and for SSH. */
  readonly credentialFor: (url: string) => GitCredential | undefined;
  readonly tokenInformation: (token: CancellationToken) => Promise<Result<TokenInformation>>;
  readonly currentUser: (token: CancellationToken) => Promise<Result<User>>;
  /** By number or full path; a former path answers the project with its present one. */
  readonly project: (idOrPath: number | string, token: CancellationToken) => Promise<Result<ProjectFacts>>;
  /** Names of branches, at most 300, the server's order. */
  readonly branches: (projectId: number, token: CancellationToken) => Promise<Result<readonly string[]>>;
  readonly mergeRequests: (
    projectId: number,
    filter: MergeRequestFilter,
    token: CancellationToken,
  ) => Promise<Result<readonly MergeRequest[]>>;
  readonly mergeRequest: (projectId: number, iid: number, token: CancellationToken) => Promise<Result<MergeRequest>>;
  readonly createMergeRequest: (
    projectId: number,
    request: NewMergeRequest,
    token: CancellationToken,
  ) => Promise<Result<MergeRequest>>;
  /** Without their deployments: only `environment` has one. At most 300. */
  readonly environments: (projectId: number, token: CancellationToken) => Promise<Result<readonly EnvironmentFacts[]>>;
  readonly environment: (projectId: number, id: number, token: CancellationToken) => Promise<Result<EnvironmentFacts>>;
  /** The newest deployment whatever became of it; undefined when there is none. */
  readonly newestDeployment: (
    projectId: number,
    environment: string,
    token: CancellationToken,
  ) => Promise<Result<Deployment | undefined>>;
  readonly compare: (
    projectId: number,
    revisions: { readonly from: string; readonly to: string },
    token: CancellationToken,
  ) => Promise<Result<Comparison>>;
  /** The commit of a branch; undefined when the project has no such branch. */
  readonly branchHead: (
    projectId: number,
    branch: string,
    token: CancellationToken,
  ) => Promise<Result<string | undefined>>;
  /** Lints a text as the project's pipeline. Without `dryRun` includes are read from the default branch. Changes nothing. */
  readonly lintContent: (
    projectId: number,
    request: LintContent,
    token: CancellationToken,
  ) => Promise<Result<LintAnswer>>;
  /** Lints the project's pipeline as it is committed. Changes nothing. */
  readonly lintCommitted: (
    projectId: number,
    request: LintCommitted,
    token: CancellationToken,
  ) => Promise<Result<LintAnswer>>;
  /** GitLab's version, as `18.6.0-ee`. */
  readonly version: (token: CancellationToken) => Promise<Result<string>>;
  /** A text as the server has it, such as a file of a repository. Redirects are followed within the instance only. */
  readonly text: (request: TextRequest) => Promise<TextAnswer>;
}

export interface TokenInformation {
  readonly scopes: readonly string[];
  readonly active: boolean;
  readonly revoked: boolean;
  /** ISO date. */
  readonly expiresAt?: string;
}

export interface User {
  readonly username: string;
  readonly name: string;
}

export interface ProjectFacts {
  readonly id: number;
  /** Full path, `group/sub/project`. */
  readonly path: string;
  readonly name: string;
  readonly webUrl: string;
  /** Absent in an empty repository. */
  readonly defaultBranch?: string;
  readonly sshUrl: string;
  readonly httpUrl: string;
  readonly archived: boolean;
  /** The group's or project's own template text, where the instance has one. */
  readonly mergeRequestTemplate?: string;
  /** Whether the branch of a merged request is deleted unless it says otherwise. */
  readonly removesSourceBranch: boolean;
  /** The path of the pipeline file when it is not `.gitlab-ci.yml`. */
  readonly pipelineFile?: string;
}

export interface MergeRequest extends ShownMergeRequest {
  /** Set once GitLab has made the diff and started the pipelines. */
  readonly preparedAt?: string;
  /** The project that the source branch lives in; another one for a fork. */
  readonly sourceProjectId?: number;
}

export interface MergeRequestFilter {
  readonly state: 'opened' | 'all';
  readonly sourceBranch?: string;
}

export interface NewMergeRequest {
  readonly title: string;
  readonly description: string;
  readonly sourceBranch: string;
  readonly targetBranch: string;
  readonly removeSourceBranch: boolean;
  readonly squash: boolean;
}

export interface Deployment {
  readonly sha: string;
  readonly ref: string;
  readonly status: string;
  /** ISO time. */
  readonly at: string;
  readonly by: string;
}

export interface EnvironmentFacts {
  readonly id: number;
  readonly name: string;
  readonly tier: string;
  readonly state: string;
  readonly url?: string;
  /** The newest successful one. */
  readonly lastDeployment?: Deployment;
}

export interface Comparison {
  /** Commits that `to` has and `from` has not. */
  readonly commits: number;
  /** The server gave up before it was done. */
  readonly isIncomplete: boolean;
}

export interface LintContent {
  /** What is linted in place of the project's file; includes are read from the project. */
  readonly content: string;
  /** Also simulates the creation of a pipeline, for `ref`. */
  readonly dryRun: boolean;
  readonly ref: string;
}

export interface LintCommitted {
  /** The branch, tag or commit that the project's file and its includes are read from. */
  readonly contentRef: string;
  /** Also simulates the creation of a pipeline, for that ref. */
  readonly dryRun: boolean;
}

/** What GitLab's lint says; no errors is valid. */
export interface LintAnswer {
  readonly valid: boolean;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** Every file that was included, nested ones too. */
  readonly includes: readonly LintInclude[];
  /** The names of the jobs; undefined when the answer has none. */
  readonly jobs?: readonly string[];
}

export interface LintInclude {
  /** `local`, `file` (of a project), `remote`, `template`, `component`. */
  readonly type: string;
  /** The commit that it was read from. */
  readonly commit?: string;
}

/** Makes the port for one instance and token; nothing is sent yet. */
export type ConnectGitLab = (instance: string, secret: string) => GitLab;
