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
