import type { Project } from '../../lsp/protocol.ts';
import type { Git, Repository } from '../../workspace/ports/git.ts';
import type { GitLab } from '../../workspace/ports/gitlab.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import type { YamlFile } from '../../yaml/file.ts';
import type { Accounts } from '../accounts.ts';

export interface LintPorts {
  readonly git: Git;
  readonly accounts: Accounts;
  /** The newest snapshot after the given files, and those that features asked for before, were read. */
  readonly load: (paths: readonly string[]) => Promise<Snapshot>;
  readonly uriOf: (path: string) => string;
  /** Plumbline's own, for the report of a difference. */
  readonly productVersion: string;
}

export interface LintRequest {
  /** The active file, absolute with forward slashes. */
  readonly path: string;
  readonly project: Project;
  /** Also simulates the creation of a pipeline. */
  readonly dryRun: boolean;
  /** The branch to lint for; by default the one that is checked out when the server has it, else the default branch. */
  readonly ref?: string;
}

/** The pipeline to lint, as the editor has it. */
export interface LocalPipeline {
  readonly snapshot: Snapshot;
  /** The file that GitLab starts from. */
  readonly entry: YamlFile;
  /** It and all that it includes, absolute. */
  readonly files: readonly string[];
  readonly repository: Repository;
  /** The repository's root as the snapshot's paths have it. */
  readonly root: string;
  /** The entry's path below the root. */
  readonly path: string;
}

/** Where GitLab reads what the entry includes. */
export interface ServerSide {
  readonly gitlab: GitLab;
  readonly version: string;
  /** The branch, and its head on the server; without a head the project is empty. */
  readonly ref: string;
  readonly commit: string | undefined;
  /** A pipeline is simulated as well, because the user wants it or because only then GitLab reads the branch. */
  readonly dryRun: boolean;
  /** The committed entry is linted; else the editor's text is sent. */
  readonly isCommitted: boolean;
  readonly notes: readonly string[];
}
