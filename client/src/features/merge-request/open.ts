import * as vscode from 'vscode';
import {
  mergeRequestDraftRequest,
  openMergeRequestRequest,
  type Failure,
  type MergeRequestDraft,
  type OpenMergeRequestParams,
  type OpenMergeRequestResult,
  type Outcome,
} from '../../../../server/src/lsp/protocol.ts';
import type { Shared } from '../../infrastructure/shared.ts';
import { runSteps } from '../../infrastructure/steps.ts';
import { firstChoices, requestOf } from './choices.ts';
import { copyLink, openInBrowser } from './links.ts';
import { readyFolder } from './ready-folder.ts';
import { review } from './step-of-review.ts';
import { enterBranch, pickTarget } from './steps-of-branches.ts';
import { begin, enterTitle, pickFiles } from './steps-of-content.ts';
import { describeNextStep } from './next-step.ts';

/** Asks for everything by keyboard, then makes branch, commit, push and merge request. */
export async function openMergeRequest(shared: Shared, onDone: () => void): Promise<void> {
  const folder = await readyFolder(shared);
  if (folder === undefined) return;
  const draft = await shared.boundary.valueOf(await readDraft(shared, folder), [
    { title: 'Retry', run: () => vscode.commands.executeCommand('plumbline.mergeRequest.open') },
  ]);
  if (draft === undefined) return;
  const nothing = reasonAgainst(draft);
  if (nothing !== undefined) {
    void vscode.window.showInformationMessage(nothing);
    return;
  }
  const steps = [begin, pickFiles, enterTitle, enterBranch(shared.server), pickTarget, review];
  const choices = await runSteps('Open Merge Request', steps, firstChoices(draft, folder));
  if (choices !== undefined) await send(shared, requestOf(choices), onDone);
}

/** Finishes an interrupted run; `onDone` is called when the merge request is open. */
export async function resumeMergeRequest(shared: Shared, onDone: () => void): Promise<void> {
  const folder = await readyFolder(shared);
  if (folder !== undefined) await send(shared, { folder, resume: true }, onDone);
}

/** An empty pick that is busy shows at once that the command was heard; Escape cancels the question to the server. */
async function readDraft({ server }: Shared, folder: string): Promise<Outcome<MergeRequestDraft>> {
  const waiting = vscode.window.createQuickPick();
  const cancellation = new vscode.CancellationTokenSource();
  waiting.title = 'Open Merge Request';
  waiting.placeholder = 'Reading the working tree and the project …';
  waiting.busy = true;
  waiting.ignoreFocusOut = true;
  waiting.onDidHide(() => {
    cancellation.cancel();
  });
  waiting.show();
  const outcome = await server.request(mergeRequestDraftRequest, { folder }, { cancellation: cancellation.token });
  waiting.dispose();
  cancellation.dispose();
  return outcome;
}

/** Why no merge request can be opened now. */
function reasonAgainst(draft: MergeRequestDraft): string | undefined {
  const { files, commitsAhead, unfinished, existing, currentBranch, targetBranch } = draft;
  if (unfinished !== undefined || existing !== undefined || commitsAhead > 0) return undefined;
  if (files.length === 0)
    return `There is nothing to open a merge request for: the working tree has no changes, and '${currentBranch}' has no commit that '${targetBranch}' lacks.`;
  if (files.every((file) => file.status === 'conflicted'))
    return 'Every changed file has conflicts. Resolve them, then open the merge request.';
  return undefined;
}

async function send(shared: Shared, request: OpenMergeRequestParams, onDone: () => void): Promise<void> {
  const outcome = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: request.resume === true ? 'Resuming the merge request' : 'Opening the merge request',
      cancellable: true,
    },
    (progress, cancellation) => {
      let reached = 0;
      return shared.server.request(openMergeRequestRequest, request, {
        cancellation,
        onProgress: (message, percentage) => {
          const increment = Math.max(0, (percentage ?? reached) - reached);
          reached += increment;
          progress.report({ increment, ...(message === undefined ? {} : { message }) });
        },
      });
    },
  );
  onDone();
  if (outcome.ok) await tellOpened(outcome.value);
  else await tellStopped(shared, request.folder, outcome.problem);
}

async function tellOpened({ mergeRequest, created, notes }: OpenMergeRequestResult): Promise<void> {
  const what = created ? 'opened' : 'updated';
  const browser = 'Open in Browser';
  const copy = 'Copy Link';
  const text = [`Merge request !${mergeRequest.iid} ${what}: ${mergeRequest.title}`, ...notes].join('. ');
  const pressed = await vscode.window.showInformationMessage(text, browser, copy);
  if (pressed === browser) await openInBrowser(mergeRequest);
  if (pressed === copy) await copyLink(mergeRequest);
}

/** After a failure or a cancellation the draft says whether something is there to resume. */
async function tellStopped(shared: Shared, folder: string, problem: Failure): Promise<void> {
  const draft = await shared.server.request(mergeRequestDraftRequest, { folder });
  const unfinished = draft.ok ? draft.value.unfinished : undefined;
  const resume = { title: 'Resume', run: () => vscode.commands.executeCommand('plumbline.mergeRequest.resume') };
  if (problem.code !== 'cancelled') {
    await shared.boundary.show(problem, unfinished === undefined ? [] : [resume]);
    return;
  }
  if (unfinished === undefined) return;
  const pressed = await vscode.window.showInformationMessage(
    `Stopped before this step: ${describeNextStep(unfinished.nextStep)}. Nothing is lost; 'Plumbline: Resume Merge Request' finishes it.`,
    resume.title,
  );
  if (pressed !== undefined) await resume.run();
}
