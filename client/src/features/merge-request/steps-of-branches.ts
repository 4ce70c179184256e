import * as vscode from 'vscode';
import { proposeBranchRequest } from '../../../../server/src/lsp/protocol.ts';
import type { ServerConnection } from '../../infrastructure/server-connection.ts';
import { answerOf } from '../../infrastructure/quick-input.ts';
import type { Step } from '../../infrastructure/steps.ts';
import { wrongBranchName } from './branch-name.ts';
import type { Choices } from './choices.ts';

/** The branch, proposed by the server from the title. */
export function enterBranch(server: ServerConnection): Step<Choices> {
  return {
    applies: ({ kind }) => kind === 'new',
    ask: async (choices, place) => {
      const box = vscode.window.createInputBox();
      box.prompt = 'Branch that is pushed and merged';
      box.value = choices.sourceBranch;
      const answer = await answerOf<string>(box, place, (give) => {
        const judge = (): string | undefined => wrongBranchName(box.value.trim(), choices.targetBranch);
        box.onDidChangeValue(() => {
          box.validationMessage = box.value === '' ? undefined : judge();
        });
        box.onDidAccept(() => {
          box.validationMessage = judge();
          if (box.validationMessage === undefined) give(box.value.trim());
        });
        if (box.value === '') void propose(server, choices, box);
      });
      if (answer.kind !== 'value') return answer;
      return { kind: 'next', choices: { ...choices, sourceBranch: answer.value } };
    },
  };
}

/** Fills the box unless the user was quicker. Without an answer the box stays empty, and the user names the branch. */
async function propose(server: ServerConnection, choices: Choices, box: vscode.InputBox): Promise<void> {
  box.busy = true;
  box.placeholder = 'Looking for a free name …';
  const outcome = await server.request(proposeBranchRequest, { folder: choices.folder, title: choices.title });
  box.busy = false;
  box.placeholder = 'Name of the branch';
  if (outcome.ok && box.value === '') box.value = outcome.value;
}

interface BranchItem extends vscode.QuickPickItem {
  readonly branch: string;
}

export const pickTarget: Step<Choices> = {
  applies: ({ kind }) => kind === 'new',
  ask: async (choices, place) => {
    const { draft } = choices;
    const pick = vscode.window.createQuickPick<BranchItem>();
    pick.placeholder = 'Target branch: where the change is merged into';
    const branches = [...new Set([choices.targetBranch, ...draft.targetBranches])];
    pick.items = branches
      .filter((branch) => branch !== choices.sourceBranch)
      .map((branch) => ({
        label: `$(git-branch) ${branch}`,
        ...(branch === draft.project.defaultBranch ? { description: 'default branch' } : {}),
        branch,
      }));
    const answer = await answerOf<string>(pick, place, (give) => {
      pick.onDidAccept(() => {
        const [selected] = pick.selectedItems;
        if (selected !== undefined) give(selected.branch);
      });
    });
    return answer.kind === 'value' ? { kind: 'next', choices: { ...choices, targetBranch: answer.value } } : answer;
  },
};
