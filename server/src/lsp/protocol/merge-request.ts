import type { FolderParams, Project } from './project.ts';

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
  /** What the project does with the branch of a merged one unless somebody says otherwise. */
  readonly removesSourceBranch: boolean;
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
  /** As the project does when absent. */
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
