import { neverCancelled } from './base/cancellation.ts';
import { workingFolderOf } from './base/path.ts';
import type { Work } from './cli/work.ts';
import { diskFileSystem, repositoryRoot } from './io/file-system.ts';
import { createGit } from './io/git/git.ts';
import { createGitLab } from './io/gitlab/gitlab.ts';
import { createJournal } from './io/journal.ts';
import { createRenderer } from './io/renderer.ts';
import { defaultStorageFolder } from './io/storage.ts';
import { productVersion } from './product-version.ts';
import { tokenIn } from './token-in-environment.ts';
import { createAccounts } from './workflows/accounts.ts';
import { checkDrift } from './workflows/check-drift.ts';
import { compareFiles } from './workflows/compare-files.ts';
import { completeMergeRequest } from './workflows/complete-merge-request.ts';
import { listEnvironments } from './workflows/environments.ts';
import { mergeEvent } from './workflows/merge-event.ts';
import { lintOnServer } from './workflows/lint-on-server.ts';
import { openMergeRequest, readUnfinished } from './workflows/open-merge-request.ts';
import { planChanges } from './workflows/plan-changes.ts';
import { projectOfRemote } from './workflows/project-of-remote.ts';
import { simulateEvent } from './workflows/simulate-pipeline.ts';
import { isIncludePath } from './workspace/include-address.ts';
import type { ConnectGitLab } from './workspace/ports/gitlab.ts';
import type { IncludeReader } from './workspace/ports/includes.ts';
import { defaultSettings } from './workspace/settings.ts';
import type { Snapshot } from './workspace/snapshot.ts';
import { Workspace, type DiskState } from './workspace/workspace.ts';

/** What the commands ask of this machine, tied to its Git, network and tools. Loaded when a command first needs it. */
export function createWork(environment: NodeJS.ProcessEnv): Work {
  const { executables } = defaultSettings;
  const git = createGit(() => executables.git);
  const fileSystem = diskFileSystem;
  const renderer = createRenderer({ executables: () => executables });
  const now = (): Date => new Date();
  const loadIncludes = async (isOffline: boolean): Promise<IncludeReader> =>
    (await import('./command-includes.ts')).createCommandIncludes(environment, isOffline);
  const accounts = createAccounts({ connectGitLab, readToken: () => Promise.resolve(tokenIn(environment)) });
  const journal = createJournal(() => defaultStorageFolder(environment));
  return {
    simulatePipeline: (request, token) => simulateEvent({ git, fileSystem, loadIncludes }, request, token),
    mergePipeline: (request, token) => mergeEvent({ git, fileSystem, loadIncludes }, request, token),
    compareFiles: (files) => compareFiles({ fileSystem, now }, files),
    checkDrift: async (request, progress, token) => {
      const { createCluster } = await import('./io/kubernetes/cluster.ts');
      return checkDrift({ fileSystem, renderer, cluster: createCluster(), now }, request, progress, token);
    },
    planChanges: async (request, caller) => {
      const load = createLoad(repositoryRoot(request.path), await loadIncludes(request.isOffline === true));
      const ports = { git, renderer, fileSystem, load, uriOf };
      return planChanges(ports, request, caller);
    },
    environments: async (folder, token) => {
      const project = await projectOfRemote({ git, accounts }, folder, token);
      return project.ok ? listEnvironments({ accounts }, project.value, token) : project;
    },
    lintOnServer: async (request, caller) => {
      const folder = workingFolderOf(request.path);
      const project = await projectOfRemote({ git, accounts }, folder, caller.token);
      const load = createLoad(repositoryRoot(request.path), await loadIncludes(false));
      const ports = { git, accounts, load, uriOf, productVersion };
      return project.ok ? lintOnServer(ports, { ...request, project: project.value }, caller) : project;
    },
    completeMergeRequest: (request, token) => completeMergeRequest({ git, accounts, journal }, request, token),
    isUnfinished: async (folder) => {
      const repository = await git.openRepository(folder, neverCancelled);
      const job = repository.ok ? await readUnfinished(journal, repository.value.root) : undefined;
      return job !== undefined && (!job.ok || job.value !== undefined);
    },
    openMergeRequest: (request, caller) => openMergeRequest({ git, accounts, journal }, request, caller),
  };
}

const connectGitLab: ConnectGitLab = (instance, secret) =>
  createGitLab({
    instance,
    secret,
    connection: () => defaultSettings.gitlab,
    userAgent: `plumbline/${productVersion}`,
  });

/** Commands show paths, not URIs. */
function uriOf(path: string): string {
  return path;
}

/**
 * Reads files into a workspace of its own, with those that features asked for before. Included files from elsewhere are
 * read by `includes`; without it they are unknown.
 */
function createLoad(
  root: string | undefined,
  includes?: IncludeReader,
): (paths: readonly string[]) => Promise<Snapshot> {
  const workspace = new Workspace();
  let isListed = false;
  const read = (path: string): Promise<DiskState> => {
    if (!isIncludePath(path)) return diskFileSystem.read(path);
    return includes?.read(path) ?? Promise.resolve({ state: 'unreadable', why: 'it lies outside this repository' });
  };
  return async (paths) => {
    if (!isListed && root !== undefined) {
      isListed = true;
      workspace.setRoots([root]);
      workspace.setListing(root, await diskFileSystem.list(root));
    }
    for (const folder of workspace.takeWantedHomes()) {
      if (includes !== undefined) workspace.setHome(folder, await includes.home(folder));
    }
    for (const path of new Set([...paths, ...workspace.takeWanted()])) workspace.setDisk(path, await read(path));
    return workspace.snapshot();
  };
}
