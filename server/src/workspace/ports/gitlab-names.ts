import type { CancellationToken } from '../../base/cancellation.ts';
import type { Result } from '../../base/result.ts';

/** What GitLab knows and somebody who writes a pipeline chooses from. Only reads; at most 300 of each. */
export interface GitLabNames {
  /** Needs the role Maintainer; 'forbidden' otherwise. By number or full path. */
  readonly projectVariables: (
    project: number | string,
    token: CancellationToken,
  ) => Promise<Result<readonly VariableFacts[]>>;
  readonly groupVariables: (group: string, token: CancellationToken) => Promise<Result<readonly VariableFacts[]>>;
  /** Full paths of the projects that the user belongs to whose path or name holds the text. */
  readonly projectsNamed: (search: string, token: CancellationToken) => Promise<Result<readonly string[]>>;
  readonly branchNames: (project: string, token: CancellationToken) => Promise<Result<readonly string[]>>;
  readonly tagNames: (project: string, token: CancellationToken) => Promise<Result<readonly string[]>>;
  /** What a folder holds, without what is below its folders; '' is the root. */
  readonly tree: (
    project: string,
    where: { readonly folder: string; readonly ref?: string },
    token: CancellationToken,
  ) => Promise<Result<readonly TreeEntry[]>>;
  /** With those of the groups above. */
  readonly members: (projectId: number, token: CancellationToken) => Promise<Result<readonly Member[]>>;
  /** Full paths of the groups that the project lies in or was shared with. */
  readonly groupsOfProject: (projectId: number, token: CancellationToken) => Promise<Result<readonly string[]>>;
  /** Full paths of the groups that the user belongs to whose path or name holds the text. */
  readonly groupsNamed: (search: string, token: CancellationToken) => Promise<Result<readonly string[]>>;
  /** Without the ending `.gitlab-ci.yml`. */
  readonly pipelineTemplates: (projectId: number, token: CancellationToken) => Promise<Result<readonly string[]>>;
}

/** A CI/CD variable without its value, which is never read out of GitLab's answer. */
export interface VariableFacts {
  readonly name: string;
  readonly isFile: boolean;
  readonly isProtected: boolean;
  readonly isMasked: boolean;
  readonly isHidden: boolean;
  /** The environments that it is for, `*` for all. */
  readonly environment: string;
  readonly description: string;
}

export interface Member {
  readonly username: string;
  readonly name: string;
  readonly isActive: boolean;
  /** GitLab's number: 30 is Developer, 40 Maintainer, 50 Owner. */
  readonly role: number;
}

export interface TreeEntry {
  /** From the repository's root. */
  readonly path: string;
  readonly isFolder: boolean;
}
