import { pause } from '../../base/cancellation.ts';
import { failure, success, type Problem, type Result } from '../../base/result.ts';
import type { MergeRequest } from '../../workspace/ports/gitlab.ts';
import { commitOf, shortId, type StepContext } from './context.ts';
import { createStep } from './create-step.ts';
import { steps, type Job, type Step } from './job.ts';
import { branchStep, commitStep, switchStep } from './local-steps.ts';
import { pushStep } from './push-step.ts';

interface FinishedJob {
  readonly job: Job;
  readonly mergeRequest: MergeRequest;
}

const work: Readonly<Record<Exclude<Step, 'confirm'>, (context: StepContext, job: Job) => Promise<Result<Job>>>> = {
  commit: commitStep,
  branch: branchStep,
  switch: switchStep,
  push: pushStep,
  create: createStep,
};

/**
 * Does the steps that are left. Each is in the journal before it begins, so that a run that ends anywhere, for
 * whatever reason, is taken up at that step.
 */
export async function runSteps(context: StepContext, job: Job): Promise<Result<FinishedJob>> {
  let current = job;
  for (const step of steps.slice(steps.indexOf(job.next))) {
    current = { ...current, next: step };
    const recorded = await context.record(current);
    if (!recorded.ok) return recorded;
    if (context.token.isCancellationRequested) return failure(cancelledBefore(current));
    if (step === 'confirm') break;
    const done = await work[step](context, current);
    if (!done.ok) return failure(withProgress(done.problem, current));
    current = done.value;
  }
  const confirmed = await confirm(context, current);
  return confirmed.ok ? success({ job: current, mergeRequest: confirmed.value }) : confirmed;
}

/** GitLab makes the diff and the pipelines in the background; a little patience shows the user their state. */
const PREPARED_WITHIN_MS = [0, 300, 600, 1000];

async function confirm({ gitlab, token, progress }: StepContext, job: Job): Promise<Result<MergeRequest>> {
  progress('Reading the merge request', 0.95);
  let shown: Result<MergeRequest> = failure(noMergeRequest(job));
  for (const wait of job.mergeRequest === undefined ? [] : PREPARED_WITHIN_MS) {
    await pause(wait, token);
    const now = await gitlab.mergeRequest(job.project.id, job.mergeRequest?.iid ?? 0, token);
    if (!now.ok && shown.ok) return shown;
    shown = now.ok ? now : failure(withProgress(now.problem, job));
    if (!now.ok || now.value.preparedAt !== undefined || now.value.state !== 'opened') return shown;
  }
  return shown;
}

function noMergeRequest(job: Job): Problem {
  return {
    code: 'invalid',
    message: `The journal does not say which merge request was made for '${job.request.sourceBranch}'.`,
    action: 'Discard the unfinished run and start again; an open merge request is found and taken over.',
  };
}

/** What is there already, in words; empty before the first effect that a user can see. */
function whatIsDone(job: Job): string {
  const { sourceBranch } = job.request;
  const { remote } = job.project;
  const at = (step: Step): boolean => steps.indexOf(job.next) > steps.indexOf(step);
  if (at('create')) return `The merge request !${job.mergeRequest?.iid ?? ''} is open.`;
  if (at('push')) return `'${sourceBranch}' is on '${remote}' with commit ${shortId(commitOf(job))}.`;
  if (at('branch')) return `Commit ${shortId(commitOf(job))} is on the branch '${sourceBranch}' on this machine.`;
  return '';
}

function cancelledBefore(job: Job): Problem {
  const done = whatIsDone(job);
  return {
    code: 'cancelled',
    message: `Cancelled before the step '${job.next}'.${done === '' ? ' Nothing was changed.' : ` ${done}`}`,
    action: 'Run the command again to finish, or discard the unfinished run.',
  };
}

function withProgress(problem: Problem, job: Job): Problem {
  if (problem.code === 'cancelled') return { ...cancelledBefore(job), message: cancelledDuring(job) };
  const done = whatIsDone(job);
  if (done === '') return problem;
  const isSaid = /run the command again/iu.test(problem.action ?? '');
  const resume = isSaid ? undefined : 'Then run the command again: it goes on from there.';
  return { ...problem, action: [done, problem.action, resume].filter((part) => part !== undefined).join(' ') };
}

function cancelledDuring(job: Job): string {
  const done = whatIsDone(job);
  return `Cancelled in the step '${job.next}', which may or may not have been done.${done === '' ? '' : ` ${done}`}`;
}
