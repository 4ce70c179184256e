import { failure, type Result } from './base/result.ts';
import { createGit } from './io/git/git.ts';
import { createGitLab } from './io/gitlab/gitlab.ts';
import { createIncludeReader } from './io/includes/include-reader.ts';
import { createImageRegistry } from './io/registry/registry.ts';
import { diskFileSystem, repositoryRoot } from './io/file-system.ts';
import { createJournal } from './io/journal.ts';
import { createRenderer } from './io/renderer.ts';
import { createChoices, defaultStorageFolder, type Choices } from './io/storage.ts';
import { summarizeDrift } from './lsp/drift-summary.ts';
import type { Project, ProjectsResult } from './lsp/protocol.ts';
import type { Host, RequestContext, Services } from './lsp/services.ts';
import type { DriftReport } from './plan/model.ts';
import { productVersion } from './product-version.ts';
import { createAccounts, type Accounts } from './workflows/accounts.ts';
import { checkDrift } from './workflows/check-drift.ts';
import { listEnvironments } from './workflows/environments.ts';
import { findProjects } from './workflows/find-projects.ts';
import { lintOnServer } from './workflows/lint-on-server.ts';
import { findProjectHome } from './workflows/project-home.ts';
import { mergeRequestDraft } from './workflows/merge-request-draft.ts';
import { mergedPipeline, mergedPipelineOfTarget } from './workflows/merged-pipeline.ts';
import { listMergeRequests } from './workflows/merge-requests.ts';
import { openMergeRequest } from './workflows/open-merge-request.ts';
import { previewPlan } from './workflows/preview-plan.ts';
import { proposeBranch } from './workflows/propose-branch.ts';
import { remoteNames } from './workflows/remote-names.ts';
import { signIn } from './workflows/sign-in.ts';
import type { Cluster } from './workspace/ports/cluster.ts';
import type { Git } from './workspace/ports/git.ts';
import type { IncludeReader } from './workspace/ports/includes.ts';
import type { ConnectGitLab } from './workspace/ports/gitlab.ts';
import type { Journal } from './workspace/ports/journal.ts';
import { rootOf } from './workspace/snapshot.ts';

export { createWork } from './command-work.ts';

interface Parts {
  readonly host: Host;
  readonly git: Git;
  readonly journal: Journal;
  readonly accounts: Accounts;
  readonly choices: Choices;
  readonly connectGitLab: ConnectGitLab;
}

/** Ties the workflows to this machine's Git, network and tools. Loaded at the first use of a custom method. */
export function createServices(host: Host): Partial<Services> {
  const storage = (): string => host.storagePath ?? defaultStorageFolder();
  const connectGitLab: ConnectGitLab = (instance, secret) =>
    createGitLab({
      instance,
      secret,
      connection: () => host.snapshot().settings.gitlab,
      userAgent: `plumbline/${productVersion}`,
    });
  const readToken = async (instance: string): Promise<string | null> => (await host.requestToken(instance)) ?? null;
  const parts: Parts = {
    host,
    connectGitLab,
    git: createGit(() => host.snapshot().settings.executables.git),
    journal: createJournal(storage),
    accounts: createAccounts({ connectGitLab, readToken }),
    choices: createChoices(storage),
  };
  return {
    ...accountServices(parts),
    ...projectServices(parts),
    ...mergeRequestServices(parts),
    ...environmentServices(parts),
    lintOnServer: lintService(parts),
    includes: includesOf(parts, storage),
    imageDigest: imageService(parts),
  };
}

function imageService({ host, accounts }: Parts): Services['imageDigest'] {
  const registry = createImageRegistry({
    settings: () => host.snapshot().settings,
    instances: accounts.instances,
    userAgent: `plumbline/${productVersion}`,
  });
  return (image, { token }) => registry.digest(image, token);
}

function includesOf({ host, git, accounts }: Parts, storage: () => string): IncludeReader {
  const { connect, instances } = accounts;
  return createIncludeReader({
    cacheFolder: () => `${storage()}/includes`,
    settings: () => host.snapshot().settings,
    connect,
    instances,
    home: (folder) => findProjectHome({ git, instances }, folder),
    userAgent: `plumbline/${productVersion}`,
    freshness: 'at-once',
  });
}

function accountServices({ accounts, connectGitLab, host }: Parts): Pick<Services, 'signIn' | 'signOut' | 'accounts'> {
  return {
    signIn: async (params, { token }) => {
      const account = await signIn({ accounts, connectGitLab }, params, token);
      if (account.ok) host.accountsChanged();
      if (account.ok) host.stateChanged(['account', 'project']);
      return account;
    },
    signOut: ({ instance }) => {
      accounts.forget(instance);
      host.accountsChanged();
      host.stateChanged(['account', 'project']);
      return Promise.resolve({ ok: true, value: null });
    },
    accounts: ({ instances }) => {
      accounts.setKnown(instances);
      host.accountsChanged();
      return Promise.resolve();
    },
  };
}

function projectServices(parts: Parts): Pick<Services, 'projects' | 'chooseProject' | 'names'> {
  const { choices, host } = parts;
  return {
    names: async (question, context) => {
      const project = await projectOf(parts, question.folder, context);
      return project.ok ? remoteNames(parts, { project: project.value, question }, context.token) : project;
    },
    projects: ({ folder }, context) => projectsOf(parts, folder, context),
    chooseProject: async ({ folder, instance, projectId }) => {
      await choices.write(choiceName(folder), { instance, projectId });
      host.stateChanged(['project', 'mergeRequests', 'environments']);
      return { ok: true, value: null };
    },
  };
}

function choiceName(folder: string): string {
  return `project of ${folder}`;
}

async function projectsOf(
  { git, accounts, choices }: Parts,
  folder: string,
  { token }: RequestContext,
): Promise<Result<ProjectsResult>> {
  const found = await findProjects({ git, accounts }, folder, token);
  if (!found.ok) return found;
  const choice = (await choices.read(choiceName(folder))) as Partial<Record<string, unknown>> | undefined;
  const chosen = found.value.projects.find(
    ({ id, instance }) => id === choice?.['projectId'] && instance === choice['instance'],
  );
  return chosen === undefined ? found : { ok: true, value: { ...found.value, chosen: chosen.id } };
}

/** The project that the user chose for a folder, or the only one. */
async function projectOf(parts: Parts, folder: string, context: RequestContext): Promise<Result<Project>> {
  const found = await projectsOf(parts, folder, context);
  if (!found.ok) return found;
  const { projects, chosen, notes } = found.value;
  const project = projects.find(({ id }) => id === chosen);
  if (project !== undefined) return { ok: true, value: project };
  if (projects.length > 0) {
    const names = projects.map(({ path }) => `'${path}'`).join(', ');
    return failure({
      code: 'conflict',
      message: `Several projects fit this folder: ${names}`,
      action: "Choose one with 'Plumbline: Choose Project'",
    });
  }
  return failure({
    code: 'not-found',
    message: `No GitLab project is known for this folder. ${notes.join(' ')}`.trim(),
    action: "Sign in to the project's GitLab with 'Plumbline: Sign In'",
  });
}

type MergeRequestServices = 'mergeRequestDraft' | 'proposeBranch' | 'openMergeRequest' | 'mergeRequests';

function mergeRequestServices(parts: Parts): Pick<Services, MergeRequestServices> {
  const { host } = parts;
  return {
    mergeRequestDraft: async ({ folder }, context) => {
      const project = await projectOf(parts, folder, context);
      return project.ok ? mergeRequestDraft(parts, { folder, project: project.value }, context.token) : project;
    },
    proposeBranch: async ({ folder, title }, context) => {
      const project = await projectOf(parts, folder, context);
      return proposeBranch(parts, { folder, title, ...(project.ok && { project: project.value }) }, context.token);
    },
    openMergeRequest: async (request, context) => {
      const project = await projectOf(parts, request.folder, context);
      // An interrupted run has its project in the journal, so it can be finished while the project cannot be asked for.
      if (!project.ok && request.resume !== true) return project;
      const opened = await openMergeRequest(
        parts,
        { ...request, ...(project.ok && { project: project.value }) },
        context,
      );
      host.stateChanged(['mergeRequests']);
      return opened;
    },
    mergeRequests: async ({ folder }, context) => {
      const project = await projectOf(parts, folder, context);
      return project.ok ? listMergeRequests(parts, project.value, context.token) : project;
    },
  };
}

function environmentServices(parts: Parts): Pick<Services, 'environments' | 'checkDrift' | PlanServices> {
  return {
    ...planServices(parts),
    environments: async ({ folder }, context) => {
      const project = await projectOf(parts, folder, context);
      return project.ok ? listEnvironments(parts, project.value, context.token) : project;
    },
    checkDrift: driftService(parts),
  };
}

function lintService(parts: Parts): Services['lintOnServer'] {
  const { host, git, accounts } = parts;
  const ports = { git, accounts, load: host.load, uriOf: host.uriOf, productVersion };
  return async ({ uri: path, dryRun = false, ref }, context) => {
    const project = await projectOf(parts, rootOf(host.snapshot(), path), context);
    if (!project.ok) return project;
    const request = { path, project: project.value, dryRun, ...(ref !== undefined && { ref }) };
    return lintOnServer(ports, request, context);
  };
}

type PlanServices = 'previewPlan' | 'mergedPipeline' | 'mergedPipelineOfTarget';

function planServices({ host, git }: Parts): Pick<Services, PlanServices> {
  const renderer = createRenderer({ executables: () => host.snapshot().settings.executables });
  const ports = { git, renderer, fileSystem: diskFileSystem, load: host.load, uriOf: host.uriOf };
  return {
    previewPlan: ({ uri: path }, context) => previewPlan(ports, { path, unsaved: host.openTexts() }, context),
    mergedPipeline: ({ uri: path }, context) => mergedPipeline(ports, path, context),
    mergedPipelineOfTarget: ({ uri: path }, context) => mergedPipelineOfTarget(ports, path, context),
  };
}

function driftService({ host }: Parts): Services['checkDrift'] {
  const renderer = createRenderer({ executables: () => host.snapshot().settings.executables });
  let cluster: Promise<Cluster> | undefined;
  return async ({ folder, environment }, { progress, token }) => {
    // The Kubernetes client is large, and most sessions never ask a cluster.
    cluster ??= import('./io/kubernetes/cluster.ts').then(({ createCluster }) => createCluster());
    const ports = { fileSystem: diskFileSystem, renderer, cluster: await cluster, now: () => new Date() };
    const root = repositoryRoot(folder) ?? folder;
    const request = { root, unsaved: host.openTexts(), ...(environment !== undefined && { environment }) };
    const checked = await checkDrift(ports, request, progress, token);
    if (!checked.ok) return checked;
    const drift = new Map(host.snapshot().facts.drift);
    for (const { environment: name, report } of checked.value) drift.set(name, report);
    host.setFacts({ drift });
    host.stateChanged(['drift']);
    const snapshot = await host.load(sourcesOf(checked.value.map(({ report }) => report)));
    const environments = checked.value.map(({ environment: name, report }) =>
      summarizeDrift(name, report, snapshot, host.uriOf),
    );
    return { ok: true, value: { environments } };
  };
}

/** The files whose lines a report speaks of. */
function sourcesOf(reports: readonly Result<DriftReport>[]): readonly string[] {
  const resources = reports.flatMap((report) => (report.ok ? report.value.resources : []));
  return [...new Set(resources.flatMap(({ source }) => source?.path ?? []))];
}
