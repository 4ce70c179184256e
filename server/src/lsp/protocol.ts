/**
 * The custom methods between a client and the server, `plumbline/<name>`, beside standard LSP. This file imports
 * nothing and holds plain data only, because the client takes it and nothing else from the server. Any editor may use
 * them. ARCHITECTURE.md lists them (a test keeps both in step).
 *
 * Every request answers an `Outcome`: a failure of the machine (no network, 403, tool missing) is an answer that the
 * client shows with its way out. Long requests take `workDoneToken` (LSP progress) and are cancellable.
 */

export interface Failure {
  /** A stable word, as `unauthorized`, `offline`, `missing-tool`, `cancelled`. */
  readonly code: string;
  /** For the user; names the thing. Never holds a token or a secret value. */
  readonly message: string;
  /** The way out, for the user. */
  readonly action?: string;
  /** The tool's or server's own words. */
  readonly detail?: string;
}

export type Outcome<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: Failure };

export interface PositionRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** Options of `initialize`. */
export interface InitializationOptions {
  /** False in Restricted Mode: nothing is executed and nothing is sent. Default true. */
  readonly isWorkspaceTrusted?: boolean;
  /** A folder of the editor for journals and caches. Without it the server uses the user's cache folder. */
  readonly storagePath?: string;
  /** Findings are sent (`push`, the default where the client takes them) or asked for (`pull`), never both. */
  readonly diagnostics?: 'push' | 'pull';
}

// ---------------------------------------------------------------- account

/** Server → client request: the token of an instance from the client's secret storage; null when there is none. */
export const tokenRequest = 'plumbline/token';
export interface TokenParams {
  readonly instance: string;
}
export type TokenResult = { readonly token: string } | null;

/**
 * Checks a token with the instance (`GET /personal_access_tokens/self`, `GET /user`) and uses it from then on. The server keeps
 * it in memory only; the client stores it after success.
 */
export const signInRequest = 'plumbline/signIn';
export interface SignInParams {
  /** `https://gitlab.example.com`, with a relative root where the instance has one. */
  readonly instance: string;
  readonly token: string;
}
export interface Account {
  readonly instance: string;
  readonly username: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** ISO date. */
  readonly expiresAt?: string;
  /** What this token cannot do, for the user; empty when it can do everything. */
  readonly limits: readonly string[];
}

export const signOutRequest = 'plumbline/signOut';
export interface SignOutParams {
  readonly instance: string;
}

/** Client → server notification: the accounts whose tokens the client holds. */
export const accountsNotification = 'plumbline/accounts';
export interface AccountsParams {
  readonly instances: readonly string[];
}

// ---------------------------------------------------------------- project

/** Finds the projects that a folder's Git remotes name on the signed-in instances. */
export const projectsRequest = 'plumbline/projects';
export interface FolderParams {
  /** URI of the workspace folder. */
  readonly folder: string;
}
export interface Project {
  readonly instance: string;
  readonly id: number;
  readonly path: string;
  readonly name: string;
  readonly webUrl: string;
  readonly defaultBranch: string;
  /** The Git remote that named it. */
  readonly remote: string;
}
export interface ProjectsResult {
  readonly projects: readonly Project[];
  /** Why there are none, or why there may be more: hosts that no account is signed in to, and so on. */
  readonly notes: readonly string[];
  /** Hosts of remotes without an account, as instance URLs to sign in to. */
  readonly unknownInstances: readonly string[];
  /** The project that the user chose for this folder, or the only one. */
  readonly chosen?: number;
}

export const chooseProjectRequest = 'plumbline/chooseProject';
export interface ChooseProjectParams extends FolderParams {
  readonly projectId: number;
  readonly instance: string;
}

// ---------------------------------------------------------------- merge request

/** What a merge request of this folder would be made of. Reads only. */
export const mergeRequestDraftRequest = 'plumbline/mergeRequestDraft';
export interface ChangedFile {
  /** Relative to the repository's root. */
  readonly path: string;
  readonly status: 'added' | 'modified' | 'deleted' | 'renamed' | 'untracked' | 'conflicted';
  readonly staged: boolean;
}
export interface MergeRequestDraft {
  readonly project: Project;
  readonly currentBranch: string;
  /** The current branch when it is not the default branch; else proposed from `title` by the client's answer. */
  readonly sourceBranch?: string;
  readonly targetBranch: string;
  readonly targetBranches: readonly string[];
  readonly title: string;
  readonly description: string;
  readonly files: readonly ChangedFile[];
  /** Commits of the current branch that the target does not have. */
  readonly commitsAhead: number;
  /** An interrupted earlier run: resuming finishes it. */
  readonly unfinished?: { readonly title: string; readonly branch: string; readonly nextStep: string };
  /** The open merge request of the current branch, if there is one. */
  readonly existing?: MergeRequest;
}

/** Proposes a branch name for a title: lower case, dashes, not taken on the remote or locally. */
export const proposeBranchRequest = 'plumbline/proposeBranch';
export interface ProposeBranchParams extends FolderParams {
  readonly title: string;
}

/** Branch → commit → push → merge request. Resumable: after an interruption the same request, or `resume`, finishes it. */
export const openMergeRequestRequest = 'plumbline/openMergeRequest';
export interface OpenMergeRequestParams extends FolderParams {
  /** Finish the interrupted run; everything else is taken from its journal. */
  readonly resume?: boolean;
  /** Forget the interrupted run first (its branch and commit stay as they are). */
  readonly discard?: boolean;
  readonly title?: string;
  readonly description?: string;
  /** Proposed from the title when absent and the target is checked out. */
  readonly sourceBranch?: string;
  /** The default branch when absent. */
  readonly targetBranch?: string;
  /** Paths relative to the repository's root. */
  readonly files?: readonly string[];
  readonly isDraft?: boolean;
  readonly removeSourceBranch?: boolean;
  readonly squash?: boolean;
  readonly workDoneToken?: string | number;
}
export interface MergeRequest {
  readonly iid: number;
  readonly title: string;
  readonly webUrl: string;
  readonly state: string;
  readonly isDraft: boolean;
  readonly sourceBranch: string;
  readonly targetBranch: string;
  readonly author: string;
  /** GitLab's `detailed_merge_status`: an open set of words. */
  readonly mergeStatus: string;
  readonly pipelineStatus?: string;
  /** ISO time. */
  readonly updatedAt: string;
}
export interface OpenMergeRequestResult {
  readonly mergeRequest: MergeRequest;
  /** False when it was there already and was taken over. */
  readonly created: boolean;
  readonly commit: string;
  readonly notes: readonly string[];
}

export const mergeRequestsRequest = 'plumbline/mergeRequests';
export interface MergeRequestsResult {
  readonly project: Project;
  readonly mergeRequests: readonly MergeRequest[];
}

// ---------------------------------------------------------------- plan

/** The plan of the active file: of the pipeline, or of the manifests or overlay that it belongs to. */
export const previewPlanRequest = 'plumbline/previewPlan';
export interface PreviewPlanParams {
  /** URI of the active file. */
  readonly uri: string;
  readonly workDoneToken?: string | number;
}
export type PlanPreview = PipelinePlanPreview | ObjectsPlanPreview;

export interface PipelinePlanPreview {
  readonly kind: 'pipeline';
  /** For people: `main at 1a2b3c4d`. */
  readonly base: string;
  readonly scenarios: readonly PipelineScenario[];
  /** What could not be judged (an include that is not loaded, an unknown variable). */
  readonly notChecked: readonly string[];
}
export interface PipelineScenario {
  /** `push to main`, `merge request into main`. */
  readonly name: string;
  readonly created: boolean;
  /** Why there is no pipeline. */
  readonly reason?: string;
  readonly jobs: readonly PlannedJob[];
}
export interface PlannedJob {
  readonly name: string;
  readonly stage: string;
  readonly outcome: 'runs' | 'manual' | 'delayed' | 'maybe' | 'excluded';
  readonly change: 'added' | 'removed' | 'changed' | 'same';
  /** The rule, in words: `rules[1]: $CI_COMMIT_BRANCH == …`. */
  readonly because: string;
  readonly environment?: string;
  readonly needs: readonly string[];
  readonly location?: { readonly uri: string; readonly range: PositionRange };
}

export interface ObjectsPlanPreview {
  readonly kind: 'objects';
  readonly title: string;
  readonly base: string;
  /** `kubectl (Kustomize 5.7.1)`, or empty for plain manifests. */
  readonly tool: string;
  /** Changed objects only; `left` and `right` are YAML with secrets masked, empty for created or deleted ones. */
  readonly objects: readonly PlannedObject[];
  readonly unchanged: number;
  readonly notChecked: readonly string[];
}
export interface PlannedObject {
  /** `apps/v1 Deployment shop/web`. */
  readonly name: string;
  readonly change: 'create' | 'update' | 'delete' | 'replace';
  readonly left: string;
  readonly right: string;
  /** Changed field paths, for the tree and the summary. */
  readonly paths: readonly string[];
  readonly source?: { readonly uri: string; readonly range: PositionRange };
}

// ---------------------------------------------------------------- environments and drift

export const environmentsRequest = 'plumbline/environments';
export interface EnvironmentsResult {
  readonly project: Project;
  readonly environments: readonly Environment[];
}
export interface Environment {
  readonly id: number;
  readonly name: string;
  readonly tier: string;
  readonly state: string;
  readonly url?: string;
  readonly webUrl?: string;
  readonly deployment?: {
    readonly shortSha: string;
    readonly ref: string;
    readonly status: string;
    /** ISO time. */
    readonly at: string;
    readonly by: string;
  };
  /** How many commits of the default branch are not deployed; absent when unknown, then `behindUnknown` says why. */
  readonly commitsBehind?: number;
  readonly behindUnknown?: string;
  /** Notes as `last deployment failed`, `deployed from another branch`. */
  readonly flags: readonly string[];
}

/** Asks the clusters of `.plumbline.yml` for the live objects. The result shows in standard LSP answers as well. */
export const checkDriftRequest = 'plumbline/checkDrift';
export interface CheckDriftParams extends FolderParams {
  /** All environments with a cluster when absent. */
  readonly environment?: string;
  readonly workDoneToken?: string | number;
}
export interface CheckDriftResult {
  readonly environments: readonly DriftSummary[];
}
export interface DriftSummary {
  readonly environment: string;
  /** ISO time. */
  readonly at: string;
  readonly inSync: number;
  readonly drifted: number;
  readonly missing: number;
  readonly unknown: number;
  readonly objects: readonly DriftedObject[];
  /** Why the whole environment is unknown. */
  readonly problem?: Failure;
}
export interface DriftedObject {
  readonly name: string;
  readonly state: 'in-sync' | 'drifted' | 'not-found' | 'unknown';
  readonly why?: string;
  readonly fields: readonly DriftedField[];
  readonly uri?: string;
  readonly range?: PositionRange;
}

export interface DriftedField {
  readonly path: string;
  /** As the ghost text has it: `live: 7`. */
  readonly text: string;
  /** The line that decides the field: in the object's own file, a patch or a kustomization. */
  readonly uri?: string;
  readonly range?: PositionRange;
}

/** Server → client notification: something that the views show has changed. */
export const stateChangedNotification = 'plumbline/stateChanged';
export interface StateChangedParams {
  readonly areas: readonly ('account' | 'project' | 'mergeRequests' | 'environments' | 'drift')[];
}
