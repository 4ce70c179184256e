import type { CancellationToken, Progress } from '../base/cancellation.ts';
import { failure, success, type Problem, type Result } from '../base/result.ts';
import type { OpenMergeRequestParams, OpenMergeRequestResult, Project } from '../lsp/protocol.ts';
import type { Git, Repository } from '../workspace/ports/git.ts';
import type { Journal } from '../workspace/ports/journal.ts';
import type { Accounts } from './accounts.ts';
import type { StepContext } from './open-merge-request/context.ts';
import { readJob, type Job, type OpenRequest } from './open-merge-request/job.ts';
import { planJob } from './open-merge-request/plan.ts';
import { runSteps } from './open-merge-request/run-steps.ts';
import { proposeBranch } from './propose-branch.ts';

export interface OpenMergeRequestPorts {
  readonly git: Git;
  readonly accounts: Accounts;
  readonly journal: Journal;
}

export interface OpenMergeRequestRequest extends Omit<OpenMergeRequestParams, 'folder' | 'workDoneToken'> {
  /** Absolute path of the workspace folder. */
  readonly folder: string;
  /** Where the merge request goes; not needed to resume. */
  readonly project?: Project;
}

export interface Caller {
  readonly progress: Progress;
  readonly token: CancellationToken;
}

/**
 * Branch → commit → push → merge request. Interrupted anywhere (killed, cancelled, refused, an answer lost), the same
 * request or `resume` finishes it without a second branch, commit or merge request; another request is 'conflict' until
 * the first is resumed or discarded. The working tree is never written, and of the index only the committed paths.
 */
export async function openMergeRequest(
  ports: OpenMergeRequestPorts,
  request: OpenMergeRequestRequest,
  caller: Caller,
): Promise<Result<OpenMergeRequestResult>> {
  const repository = await ports.git.openRepository(request.folder, caller.token);
  if (!repository.ok) return repository;
  const held = await ports.journal.hold(repository.value.root);
  if (!held.ok) return held;
  const run: Run = { ...caller, repository: repository.value };
  return runHeld(ports, request, run).finally(() => held.value.release());
}

type Run = Caller & { readonly repository: Repository };

async function runHeld(
  ports: OpenMergeRequestPorts,
  request: OpenMergeRequestRequest,
  run: Run,
): Promise<Result<OpenMergeRequestResult>> {
  const { root } = run.repository;
  if (request.discard === true) {
    const cleared = await ports.journal.clear(root);
    if (!cleared.ok) return cleared;
  }
  const unfinished = await readUnfinished(ports.journal, root);
  if (!unfinished.ok) return unfinished;
  if (unfinished.value !== undefined) {
    const goesOn = request.resume === true || isSameRequest(unfinished.value, request);
    return goesOn ? finish(ports, unfinished.value, run) : failure(unfinishedProblem(unfinished.value));
  }
  if (request.resume === true) return failure(nothingToResume());
  return start(ports, request, run);
}

/** The interrupted run of a repository, for the draft and for resuming. */
export async function readUnfinished(journal: Journal, root: string): Promise<Result<Job | undefined>> {
  const entry = await journal.read(root);
  if (!entry.ok || entry.value === undefined) return entry as Result<undefined>;
  const job = readJob(entry.value);
  if (job !== undefined) return success(job);
  return failure({
    code: 'invalid',
    message: 'The journal of an unfinished merge request is of another version or damaged.',
    action: 'Discard the unfinished run and start again. Your files, branches and commits are as they are.',
  });
}

async function start(
  ports: OpenMergeRequestPorts,
  request: OpenMergeRequestRequest,
  run: Run,
): Promise<Result<OpenMergeRequestResult>> {
  const { project } = request;
  if (project === undefined) return failure(noProject());
  const gitlab = await ports.accounts.connect(project.instance);
  if (!gitlab.ok) return gitlab;
  const wanted = await completeRequest(ports, { ...request, project }, run);
  if (!wanted.ok) return wanted;
  const job = await planJob({ ...run, gitlab: gitlab.value }, { project, request: wanted.value });
  return job.ok ? finish(ports, job.value, run) : job;
}

async function completeRequest(
  ports: OpenMergeRequestPorts,
  request: OpenMergeRequestRequest & { readonly project: Project },
  run: Run,
): Promise<Result<OpenRequest>> {
  const title = (request.title ?? '').trim();
  const targetBranch = request.targetBranch ?? request.project.defaultBranch;
  const sourceBranch = await sourceBranchOf(ports, { ...request, title, targetBranch }, run);
  if (!sourceBranch.ok) return sourceBranch;
  const isMarked = /^(draft:|\[draft\]|\(draft\))/iu.test(title);
  return success({
    title: request.isDraft === true && !isMarked && title !== '' ? `Draft: ${title}` : title,
    description: request.description ?? '',
    sourceBranch: sourceBranch.value,
    targetBranch,
    files: request.files ?? [],
    ...(request.removeSourceBranch !== undefined && { removeSourceBranch: request.removeSourceBranch }),
    squash: request.squash ?? false,
  });
}

async function sourceBranchOf(
  ports: OpenMergeRequestPorts,
  request: OpenMergeRequestRequest & { readonly title: string; readonly targetBranch: string },
  { repository, token }: Run,
): Promise<Result<string>> {
  if (request.sourceBranch !== undefined) return success(request.sourceBranch);
  const head = await repository.head();
  if (!head.ok) return head;
  const { branch } = head.value;
  if (branch !== undefined && branch !== request.targetBranch) return success(branch);
  return proposeBranch(
    ports,
    { folder: request.folder, title: request.title, ...(request.project && { project: request.project }) },
    token,
  );
}

async function finish(ports: OpenMergeRequestPorts, job: Job, run: Run): Promise<Result<OpenMergeRequestResult>> {
  const gitlab = await ports.accounts.connect(job.project.instance);
  if (!gitlab.ok) return gitlab;
  const { root } = run.repository;
  const context: StepContext = { ...run, gitlab: gitlab.value, record: (entry) => ports.journal.write(root, entry) };
  const finished = await runSteps(context, job);
  if (!finished.ok) return finished;
  const cleared = await ports.journal.clear(root);
  const { mergeRequest, job: done } = finished.value;
  const notes = cleared.ok ? done.notes : [...done.notes, cleared.problem.message];
  run.progress(`!${mergeRequest.iid} is open`, 1);
  return success({
    mergeRequest,
    created: done.mergeRequest?.isCreated ?? false,
    commit: done.commitId ?? done.head.commit,
    notes,
  });
}

/** The same title, branches and files as the interrupted run, as far as they are given. */
function isSameRequest({ request: earlier, project }: Job, request: OpenMergeRequestRequest): boolean {
  const withoutMark = (title: string): string => title.trim().replace(/^Draft: /u, '');
  return (
    withoutMark(request.title ?? '') === withoutMark(earlier.title) &&
    (request.sourceBranch ?? earlier.sourceBranch) === earlier.sourceBranch &&
    (request.targetBranch ?? earlier.targetBranch) === earlier.targetBranch &&
    (request.project?.id ?? project.id) === project.id &&
    [...(request.files ?? [])].sort().join('\0') === [...earlier.files].sort().join('\0')
  );
}

function unfinishedProblem({ request, next }: Job): Problem {
  return {
    code: 'conflict',
    message: `An earlier run is not finished: '${request.title}' on the branch '${request.sourceBranch}' (next step: ${next}).`,
    action: 'Resume it, or discard it: its branch and commit stay as they are.',
  };
}

function nothingToResume(): Problem {
  return {
    code: 'not-found',
    message: 'There is no unfinished merge request in this repository.',
    action: "Start one with 'Plumbline: Open Merge Request', on the command line with 'plumbline mr open --title T'",
  };
}

function noProject(): Problem {
  return {
    code: 'not-found',
    message: 'It is not known which GitLab project this folder belongs to.',
    action: 'Sign in to its instance, or choose the project.',
  };
}
