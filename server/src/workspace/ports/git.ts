import type { CancellationToken } from '../../base/cancellation.ts';
import type { Result } from '../../base/result.ts';

/** Git on this machine. */
export interface Git {
  /**
   * The repository that a folder lies in. `token` ends every later call on it. A folder outside any repository is
   * 'not-found'; no Git on the machine is 'missing-tool'.
   */
  readonly openRepository: (folder: string, token: CancellationToken) => Promise<Result<Repository>>;
}

/** One working tree. Paths are relative to `root`, with forward slashes; commits and trees are full object names. */
export interface Repository extends RepositoryFacts, RepositoryWrites, RemoteAccess {}

export interface Head {
  /** Short name; absent when the checkout is detached. */
  readonly branch?: string;
  /** Absent when the branch has no commit yet. */
  readonly commit?: string;
}

export interface Remote {
  readonly name: string;
  /** With the user's `insteadOf` and `pushInsteadOf` rewriting applied; may hold a password, so never show it. */
  readonly pushUrl: string;
}

export interface WorkingTreeChange {
  readonly path: string;
  /** Where a renamed file comes from. */
  readonly from?: string;
  readonly status: 'added' | 'modified' | 'deleted' | 'renamed' | 'untracked' | 'conflicted';
  readonly staged: boolean;
  /** Staged with one content while the working tree has another. */
  readonly partlyStaged: boolean;
  readonly inWorkingTree: boolean;
}

export interface Commit {
  readonly id: string;
  readonly subject: string;
  /** The message after the subject line, without the empty line between. */
  readonly body: string;
}

/** Reads; none of them takes a lock or changes a file. */
export interface RepositoryFacts {
  readonly root: string;
  /** Where the opened folder lies below `root`; '' for the root itself. */
  readonly prefix: string;
  readonly head: () => Promise<Result<Head>>;
  /** `merge`, `rebase`, `cherry-pick`, … when one waits to be finished. */
  readonly unfinishedOperation: () => Promise<Result<string | undefined>>;
  readonly remotes: () => Promise<Result<readonly Remote[]>>;
  /** The short name of the branch that a remote's HEAD named when it was cloned; undefined when that is not known. */
  readonly remoteDefaultBranch: (remote: string) => Promise<Result<string | undefined>>;
  /** Changes of the working tree and index against HEAD, submodules left out, renames as one change. */
  readonly changes: () => Promise<Result<readonly WorkingTreeChange[]>>;
  /** The commit that a revision names; undefined when it names none here. */
  readonly commit: (revision: string) => Promise<Result<Commit | undefined>>;
  /** A file's text at a revision; undefined when it is not there. */
  readonly readFile: (revision: string, path: string) => Promise<Result<string | undefined>>;
  /** The files at a revision below a folder ('' for all), sorted. */
  readonly listFiles: (revision: string, folder: string) => Promise<Result<readonly string[]>>;
  readonly mergeBase: (one: string, other: string) => Promise<Result<string | undefined>>;
  /** Commits that `head` has and `base` has not, oldest first, at most 1000. */
  readonly commitsBetween: (base: string, head: string) => Promise<Result<readonly Commit[]>>;
  /** Paths that differ between two revisions, old and new path of a rename. */
  readonly changedPaths: (base: string, head: string) => Promise<Result<readonly string[]>>;
  /** Short names of the local branches. */
  readonly localBranches: () => Promise<Result<readonly string[]>>;
  /** Short names (`main`) of the branches of a remote as last fetched. */
  readonly knownRemoteBranches: (remote: string) => Promise<Result<readonly string[]>>;
}

/** An entry of the index or of a tree; null where the path is not in it. */
export type Entry = { readonly mode: string; readonly id: string } | null;

export interface ChangedEntry {
  readonly path: string;
  /** In the user's index when the commit was planned. */
  readonly before: Entry;
  /** In the new commit. */
  readonly after: Entry;
}

export interface Person {
  /** `Name <e-mail>` */
  readonly identity: string;
  /** Git's own form, `<seconds> <offset>`. */
  readonly date: string;
}

/** Everything that a commit's name is computed from (a signature excepted). */
export interface CommitPlan {
  readonly tree: string;
  readonly parent: string;
  readonly message: string;
  readonly author: Person;
  readonly committer: Person;
}

export interface PlannedCommit {
  readonly plan: CommitPlan;
  /** What the commit changes against its parent. */
  readonly entries: readonly ChangedEntry[];
}

/** What a caller chose to commit. */
export interface CommitChoice {
  readonly parent: string;
  readonly files: readonly WorkingTreeChange[];
  readonly message: string;
}

/** Writes. None of them ever writes a file of the working tree. */
export interface RepositoryWrites {
  /**
   * Puts the chosen files' present content into a tree, with an index of its own, and runs the user's pre-commit,
   * prepare-commit-msg and commit-msg hooks on it. No branch and no index changes. A hook that declines is 'refused'.
   */
  readonly planCommit: (choice: CommitChoice) => Promise<Result<PlannedCommit>>;
  /** Writes the commit object; the same plan gives the same name (unless commits are signed). No branch moves. */
  readonly writeCommit: (plan: CommitPlan) => Promise<Result<string>>;
  /**
   * Gives the user's index the entries of the new commit, path by path, where it still has what it had when the commit was planned.
   * Answers the paths that it left alone because they were staged anew.
   */
  readonly stage: (entries: readonly ChangedEntry[]) => Promise<Result<readonly string[]>>;
  /** Moves or creates a branch, if it still is at `from` (null: not there). Anything else is 'conflict'. */
  readonly setBranch: (branch: string, to: string, from: string | null) => Promise<Result<void>>;
  /** Makes HEAD name a branch, leaving every file and the index as they are. */
  readonly attachHead: (branch: string) => Promise<Result<void>>;
  /** Sets what the branch pulls from, when it has nothing set. */
  readonly setUpstream: (branch: string, remote: string) => Promise<Result<void>>;
  /** Runs the user's post-commit hook; its answer changes nothing. */
  readonly commitMade: () => Promise<Result<void>>;
}

/**
 * Signs in to a host over HTTPS. `origin` is the only place that gets the password. The password is a function so that
 * printing the record does not print it.
 */
export interface GitCredential {
  readonly origin: string;
  readonly username: string;
  readonly password: () => string;
}

export interface PushRequest {
  readonly remote: string;
  readonly branch: string;
  readonly commit: string;
  /** True when the branch must not be on the remote yet. */
  readonly isNew: boolean;
  readonly credential?: GitCredential;
}

export interface PushAnswer {
  /** What the server said, without its `remote:` marks; no secret in it. */
  readonly remoteWords: string;
}

/** Talks to the remote's server. */
export interface RemoteAccess {
  /** The commits of branches on the server, asked now; a branch that is not there is not in the map. */
  readonly remoteBranches: (
    remote: string,
    branches: readonly string[],
    credential?: GitCredential,
  ) => Promise<Result<ReadonlyMap<string, string>>>;
  /**
   * Pushes one commit to one branch, never by force. A lost connection is 'unknown-outcome'; declined pushes are
   * 'forbidden' (protected branch, role), 'refused' (a hook) or 'conflict' (the branch has moved).
   */
  readonly push: (request: PushRequest) => Promise<Result<PushAnswer>>;
  /** Brings the commits of one branch of the remote. */
  readonly fetchBranch: (remote: string, branch: string, credential?: GitCredential) => Promise<Result<void>>;
}
