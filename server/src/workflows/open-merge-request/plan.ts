import { failure, success, type Problem, type Result } from '../../base/result.ts';
import type { Head, PlannedCommit, Repository, WorkingTreeChange } from '../../workspace/ports/git.ts';
import type { ProjectFacts } from '../../workspace/ports/gitlab.ts';
import type { Project } from '../../lsp/protocol.ts';
import { expandTemplate, type TemplateCommit } from '../template-variables.ts';
import { credentialOf, shortId, type StepContext } from './context.ts';
import type { Job, OpenRequest } from './job.ts';
import { contains } from './local-steps.ts';

interface PlanInput {
  readonly project: Project;
  readonly request: OpenRequest;
}

type PlanContext = Pick<StepContext, 'repository' | 'gitlab' | 'progress' | 'token'>;

/**
 * Looks whether the job can be done and makes the tree of its commit. Nothing is changed yet: whatever cannot work is
 * said before anything is made.
 */
export async function planJob(context: PlanContext, input: PlanInput): Promise<Result<Job>> {
  context.progress('Looking at the repository', 0.02);
  const { repository, gitlab } = context;
  const { request, project } = input;
  const wrong = wrongRequest(request);
  if (wrong !== undefined) return failure(wrong);
  const head = await usableHead(repository);
  if (!head.ok) return head;
  const free = await checkBranch(repository, request, head.value);
  if (!free.ok) return free;
  const chosen = await chooseFiles(repository, request);
  if (!chosen.ok) return chosen;
  const server = await checkServer(context, input);
  if (!server.ok) return server;
  const commit = await planCommit(context, request, { head: head.value, files: chosen.value.files });
  if (!commit.ok) return commit;
  const commits = await proposedCommits(repository, input, { head: head.value.commit, planned: commit.value });
  if (!commits.ok) return commits;
  return success({
    version: 1,
    request: {
      ...request,
      removeSourceBranch: request.removeSourceBranch ?? server.value.removesSourceBranch,
      description: expandTemplate(request.description, { ...request, commits: commits.value }),
    },
    project: { instance: gitlab.instance, id: project.id, path: project.path, remote: project.remote },
    head: head.value,
    ...(commit.value !== undefined && { commit: commit.value }),
    isCreateSent: false,
    notes: [...chosen.value.notes, ...stagedNotes(chosen.value.files, commit.value)],
    next: 'commit',
  });
}

function wrongRequest({ title, sourceBranch, targetBranch }: OpenRequest): Problem | undefined {
  if (title.trim() === '') {
    return { code: 'invalid', message: 'The merge request has no title.', action: 'Give it a title.' };
  }
  if (sourceBranch === '' || targetBranch === '') {
    const which = sourceBranch === '' ? 'source' : 'target';
    return { code: 'invalid', message: `The merge request has no ${which} branch.`, action: 'Choose one.' };
  }
  if (sourceBranch !== targetBranch) return undefined;
  return {
    code: 'invalid',
    message: `'${sourceBranch}' cannot be merged into itself.`,
    action: 'Choose another name for the source branch; the commit goes there and the target stays as it is.',
  };
}

async function usableHead(repository: Repository): Promise<Result<Head & { readonly commit: string }>> {
  const busy = await repository.unfinishedOperation();
  if (!busy.ok) return busy;
  if (busy.value !== undefined) return failure(unfinishedOperation(busy.value));
  const head = await repository.head();
  if (!head.ok) return head;
  const { commit, branch } = head.value;
  if (commit !== undefined) return success({ commit, ...(branch !== undefined && { branch }) });
  return failure({
    code: 'unsupported',
    message: `The branch '${branch ?? ''}' has no commit yet, so there is nothing to compare a merge request with.`,
    action: 'Get the project’s commits first: git pull.',
  });
}

function unfinishedOperation(operation: string): Problem {
  return {
    code: 'conflict',
    message: `A ${operation} is in progress in this repository.`,
    action: `Finish it (git ${operation} --continue) or give it up (git ${operation} --abort), then run the command again.`,
  };
}

/** A branch that is there and not checked out is somebody's other work. */
async function checkBranch(repository: Repository, request: OpenRequest, head: Head): Promise<Result<void>> {
  if (request.sourceBranch === head.branch) return success(undefined);
  const present = await repository.commit(`refs/heads/${request.sourceBranch}`);
  if (!present.ok) return present;
  if (present.value === undefined) return success(undefined);
  return failure({
    code: 'conflict',
    message: `A branch '${request.sourceBranch}' is here already (at ${shortId(present.value.id)}: ${present.value.subject}).`,
    action: 'Choose another branch name, or switch to that branch first.',
  });
}

interface ChosenFiles {
  readonly files: readonly WorkingTreeChange[];
  readonly notes: readonly string[];
}

/** The chosen paths as they are now: they were chosen a while ago. */
async function chooseFiles(repository: Repository, request: OpenRequest): Promise<Result<ChosenFiles>> {
  if (request.files.length === 0) return success({ files: [], notes: [] });
  const changes = await repository.changes();
  if (!changes.ok) return changes;
  const byPath = new Map(changes.value.map((change) => [change.path, change]));
  const files = request.files.flatMap((path) => byPath.get(path) ?? []);
  const conflicted = files.find((file) => file.status === 'conflicted');
  if (conflicted !== undefined) {
    return failure({
      code: 'conflict',
      message: `'${conflicted.path}' has conflicts that are not resolved.`,
      action: 'Resolve them and stage the file, or leave it out.',
    });
  }
  const gone = request.files.filter((path) => !byPath.has(path));
  return success({ files, notes: gone.map((path) => `'${path}' has no change any more and is left out.`) });
}

/** Asks before anything is made: the token, the project, the branches on the server. */
async function checkServer(context: PlanContext, { project, request }: PlanInput): Promise<Result<ProjectFacts>> {
  const { repository, gitlab, token } = context;
  context.progress(`Asking ${gitlab.instance}`, 0.06);
  const facts = await gitlab.project(project.id, token);
  if (!facts.ok) return facts;
  if (facts.value.archived) {
    return failure({
      code: 'refused',
      message: `The project '${facts.value.path}' is archived: it takes no commits and no merge requests.`,
      action: 'Ask an owner to unarchive it.',
    });
  }
  const credential = await credentialOf(context, project.remote);
  if (!credential.ok) return credential;
  const names = [request.targetBranch, request.sourceBranch];
  const branches = await repository.remoteBranches(project.remote, names, credential.value);
  if (!branches.ok) return branches;
  if (!branches.value.has(request.targetBranch)) {
    return failure({
      code: 'not-found',
      message: `'${facts.value.path}' has no branch '${request.targetBranch}'.`,
      action: `Choose a target branch that is there, for example '${facts.value.defaultBranch ?? 'main'}'.`,
    });
  }
  const source = await checkSource(repository, { project, request }, branches.value.get(request.sourceBranch));
  return source.ok ? facts : source;
}

/** A source branch that is on the server has to be the one that is checked out, with nothing that is not here. */
async function checkSource(
  repository: Repository,
  { project, request }: PlanInput,
  present: string | undefined,
): Promise<Result<void>> {
  if (present === undefined) return success(undefined);
  const { sourceBranch } = request;
  const here = await repository.commit(`refs/heads/${sourceBranch}`);
  if (!here.ok) return here;
  if (here.value === undefined) {
    return failure({
      code: 'conflict',
      message: `'${project.remote}' has a branch '${sourceBranch}' already.`,
      action: `Choose another branch name, or get that branch first: git switch ${sourceBranch}`,
    });
  }
  const isBehind = await contains({ repository }, here.value.id, present);
  if (!isBehind.ok) return isBehind;
  if (isBehind.value) return success(undefined);
  return failure({
    code: 'conflict',
    message: `The branch '${sourceBranch}' on '${project.remote}' has commits that you do not have.`,
    action: `Get them first: git pull --rebase ${project.remote} ${sourceBranch}`,
  });
}

/** Undefined when nothing is to be committed. */
async function planCommit(
  { repository, progress }: PlanContext,
  request: OpenRequest,
  { head, files }: { readonly head: { readonly commit: string }; readonly files: readonly WorkingTreeChange[] },
): Promise<Result<PlannedCommit | undefined>> {
  if (files.length === 0) return success(undefined);
  progress(`Preparing the commit of ${files.length} files`, 0.1);
  const message = request.title.replace(/^\s*(draft:|\[draft\]|\(draft\))\s*/iu, '');
  const planned = await repository.planCommit({ parent: head.commit, files, message });
  if (!planned.ok) return planned;
  return success(planned.value.entries.length === 0 ? undefined : planned.value);
}

/** The commits that the merge request will have, oldest first; 'invalid' when there will be none. */
async function proposedCommits(
  repository: Repository,
  { project, request }: PlanInput,
  { head, planned }: { readonly head: string; readonly planned: PlannedCommit | undefined },
): Promise<Result<readonly TemplateCommit[]>> {
  const [subject = '', , ...body] = planned?.plan.message.trimEnd().split('\n') ?? [];
  const own = planned === undefined ? [] : [{ subject, body: body.join('\n') }];
  const target = await repository.commit(`refs/remotes/${project.remote}/${request.targetBranch}`);
  if (!target.ok) return target;
  // Not fetched: unknown here, and GitLab will tell.
  if (target.value === undefined) return success(own);
  const ahead = await repository.commitsBetween(target.value.id, head);
  if (!ahead.ok) return ahead;
  if (ahead.value.length + own.length > 0) return success([...ahead.value, ...own]);
  return failure({
    code: 'invalid',
    message: `There is nothing to propose: no chosen file has a change, and '${request.targetBranch}' has all commits already.`,
    action: 'Change a file and choose it.',
  });
}

/** What was staged with other content than the file has leaves the index with the commit; its object stays findable. */
function stagedNotes(files: readonly WorkingTreeChange[], commit: PlannedCommit | undefined): string[] {
  const entries = new Map(commit?.entries.map((entry) => [entry.path, entry]));
  return files.flatMap(({ path, partlyStaged }) => {
    const staged = entries.get(path)?.before;
    if (!partlyStaged || staged === undefined || staged === null) return [];
    return [
      `'${path}' was staged with other content than the file has; the commit has the file. What was staged: git show ${shortId(staged.id)}`,
    ];
  });
}
