import type { CancellationToken } from '../base/cancellation.ts';
import { failure, success, type Result } from '../base/result.ts';
import type { MergeRequestDraft, Project } from '../lsp/protocol.ts';
import type { Commit, Git, Head, Repository, WorkingTreeChange } from '../workspace/ports/git.ts';
import type { GitLab, MergeRequest } from '../workspace/ports/gitlab.ts';
import type { Journal } from '../workspace/ports/journal.ts';
import type { Accounts } from './accounts.ts';
import { readUnfinished } from './open-merge-request.ts';

export interface MergeRequestDraftPorts {
  readonly git: Git;
  readonly accounts: Accounts;
  readonly journal: Journal;
}

/** What a merge request of this folder would be made of. Reads only. */
export async function mergeRequestDraft(
  ports: MergeRequestDraftPorts,
  { folder, project }: { readonly folder: string; readonly project: Project },
  token: CancellationToken,
): Promise<Result<MergeRequestDraft>> {
  const repository = await ports.git.openRepository(folder, token);
  if (!repository.ok) return repository;
  const gitlab = await ports.accounts.connect(project.instance);
  if (!gitlab.ok) return gitlab;
  const local = await readLocal(repository.value, project);
  if (!local.ok) return local;
  const server = await readServer(gitlab.value, { project, head: local.value.head, token });
  if (!server.ok) return server;
  const template = await readTemplate(repository.value, project, server.value.template);
  if (!template.ok) return template;
  const unfinished = await unfinishedOf(ports.journal, repository.value.root);
  const { head, files, ahead } = local.value;
  const sourceBranch = sourceOf(head, project);
  return success({
    project,
    currentBranch: head.branch ?? (head.commit ?? '').slice(0, 8),
    ...(sourceBranch !== undefined && { sourceBranch }),
    targetBranch: project.defaultBranch,
    targetBranches: [...new Set([project.defaultBranch, ...server.value.branches])],
    title: titleFor(sourceBranch, files, ahead),
    description: descriptionFor(ahead, template.value),
    removesSourceBranch: server.value.removesSourceBranch,
    files: files.map(({ path, status, staged }) => ({ path, status, staged })),
    commitsAhead: ahead.length,
    ...(unfinished !== undefined && { unfinished }),
    ...(server.value.existing !== undefined && { existing: server.value.existing }),
  });
}

interface Local {
  readonly head: Head;
  readonly files: readonly WorkingTreeChange[];
  readonly ahead: readonly Commit[];
}

async function readLocal(repository: Repository, project: Project): Promise<Result<Local>> {
  const head = await repository.head();
  if (!head.ok) return head;
  if (head.value.commit === undefined) {
    return failure({
      code: 'unsupported',
      message: `The branch '${head.value.branch ?? ''}' has no commit yet, so there is nothing to compare a merge request with.`,
      action: 'Get the project’s commits first: git pull.',
    });
  }
  const files = await repository.changes();
  if (!files.ok) return files;
  const target = await repository.commit(targetRef(project));
  if (!target.ok) return target;
  const ahead = target.value === undefined ? success([]) : await repository.commitsBetween(target.value.id, 'HEAD');
  return ahead.ok ? success({ head: head.value, files: files.value, ahead: ahead.value }) : ahead;
}

function targetRef({ remote, defaultBranch }: Project): string {
  return `refs/remotes/${remote}/${defaultBranch}`;
}

function sourceOf({ branch }: Head, project: Project): string | undefined {
  return branch === project.defaultBranch ? undefined : branch;
}

interface ServerFacts {
  readonly branches: readonly string[];
  readonly existing?: MergeRequest;
  readonly removesSourceBranch: boolean;
  readonly template?: string;
}

async function readServer(
  gitlab: GitLab,
  { project, head, token }: { readonly project: Project; readonly head: Head; readonly token: CancellationToken },
): Promise<Result<ServerFacts>> {
  const source = sourceOf(head, project);
  const [facts, branches, open] = await Promise.all([
    gitlab.project(project.id, token),
    gitlab.branches(project.id, token),
    source === undefined
      ? Promise.resolve(success([]))
      : gitlab.mergeRequests(project.id, { state: 'opened', sourceBranch: source }, token),
  ]);
  if (!facts.ok) return facts;
  if (!branches.ok) return branches;
  if (!open.ok) return open;
  const existing = open.value.find((candidate) => (candidate.sourceProjectId ?? project.id) === project.id);
  const { mergeRequestTemplate: template, removesSourceBranch } = facts.value;
  return success({
    branches: branches.value,
    removesSourceBranch,
    ...(existing !== undefined && { existing }),
    ...(template !== undefined && template !== '' && { template }),
  });
}

const templateFolder = '.gitlab/merge_request_templates';

/**
 * GitLab's own order: the project's setting, then `Default.md` (in any case) of the default branch. The only template
 * of a repository is used as well; of several without a default none is.
 */
async function readTemplate(
  repository: Repository,
  project: Project,
  setting: string | undefined,
): Promise<Result<string>> {
  if (setting !== undefined) return success(setting);
  const base = await repository.commit(targetRef(project));
  if (!base.ok) return base;
  const revision = base.value?.id ?? 'HEAD';
  const listed = await repository.listFiles(revision, templateFolder);
  if (!listed.ok) return listed;
  const templates = listed.value.filter((path) => /^[^/]+\.md$/iu.test(path.slice(templateFolder.length + 1)));
  const standard = templates.find((path) => /\/default\.md$/iu.test(path));
  const chosen = standard ?? (templates.length === 1 ? templates[0] : undefined);
  if (chosen === undefined) return success('');
  const text = await repository.readFile(revision, chosen);
  return text.ok ? success(text.value ?? '') : text;
}

async function unfinishedOf(journal: Journal, root: string): Promise<MergeRequestDraft['unfinished']> {
  const job = await readUnfinished(journal, root);
  // A journal that cannot be read can only be discarded; the user learns that it is there.
  if (!job.ok) return { title: job.problem.message, branch: '', nextStep: 'discard' };
  if (job.value === undefined) return undefined;
  const { request, next } = job.value;
  return { title: request.title, branch: request.sourceBranch, nextStep: next };
}

function titleFor(branch: string | undefined, files: readonly WorkingTreeChange[], ahead: readonly Commit[]): string {
  const [only, ...more] = ahead;
  if (only !== undefined && more.length === 0 && files.length === 0) return only.subject;
  if (branch !== undefined) return titleFromBranch(branch);
  if (only !== undefined && more.length === 0) return only.subject;
  return titleFromFiles(files);
}

/** `feature/scale-web_2` → `Scale web 2`; a ticket number at the front stays. */
function titleFromBranch(branch: string): string {
  const words = branch
    .slice(branch.lastIndexOf('/') + 1)
    .replace(/[-_]+/gu, ' ')
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const verbs: Readonly<Record<WorkingTreeChange['status'], string>> = {
  added: 'Add',
  untracked: 'Add',
  deleted: 'Remove',
  renamed: 'Rename',
  modified: 'Update',
  conflicted: 'Update',
};

function titleFromFiles(files: readonly WorkingTreeChange[]): string {
  const [first, ...others] = files;
  if (first === undefined) return '';
  const verb = files.every(({ status }) => verbs[status] === verbs[first.status]) ? verbs[first.status] : 'Update';
  if (others.length === 0) return `${verb} ${first.path}`;
  const folder = commonFolder(files.map(({ path }) => path));
  return folder === '' ? `${verb} ${files.length} files` : `${verb} ${files.length} files in ${folder}`;
}

function commonFolder(paths: readonly string[]): string {
  const folders = paths.map((path) => path.split('/').slice(0, -1));
  const [first = [], ...others] = folders;
  const shared = first.findIndex((part, at) => others.some((other) => other[at] !== part));
  return first.slice(0, shared === -1 ? first.length : shared).join('/');
}

/** As on GitLab's pages: the body of a single commit first, then the template. */
function descriptionFor(ahead: readonly Commit[], template: string): string {
  const body = ahead.length === 1 ? (ahead[0]?.body ?? '') : '';
  return [body, template].filter((part) => part.trim() !== '').join('\n\n');
}
