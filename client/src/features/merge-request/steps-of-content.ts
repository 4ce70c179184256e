import * as vscode from 'vscode';
import type { ChangedFile } from '../../../../server/src/lsp/protocol.ts';
import { answerOf } from '../../infrastructure/quick-input.ts';
import type { Step } from '../../infrastructure/steps.ts';
import type { Choices } from './choices.ts';
import { describeNextStep } from './next-step.ts';

interface BeginItem extends vscode.QuickPickItem {
  readonly change: Partial<Choices> | 'browser';
}

/** Resume, start over, or commit to the merge request that is open already. */
export const begin: Step<Choices> = {
  applies: ({ draft }) => draft.unfinished !== undefined || draft.existing !== undefined,
  ask: async (choices, place) => {
    const pick = vscode.window.createQuickPick<BeginItem>();
    pick.items = beginItems(choices);
    pick.placeholder = 'How do you want to go on?';
    const answer = await answerOf<BeginItem>(pick, place, (give) => {
      pick.onDidAccept(() => {
        const [selected] = pick.selectedItems;
        if (selected !== undefined) give(selected);
      });
    });
    if (answer.kind !== 'value') return answer;
    if (answer.value.change !== 'browser') return { kind: 'next', choices: { ...choices, ...answer.value.change } };
    if (choices.draft.existing !== undefined)
      await vscode.env.openExternal(vscode.Uri.parse(choices.draft.existing.webUrl, true));
    return { kind: 'left' };
  },
};

function beginItems({ draft }: Choices): readonly BeginItem[] {
  const { unfinished, existing } = draft;
  const resume: readonly BeginItem[] =
    unfinished === undefined
      ? []
      : [
          {
            label: `$(debug-continue) Resume '${unfinished.title}'`,
            detail: `Branch ${unfinished.branch}; the next step is: ${describeNextStep(unfinished.nextStep)}`,
            change: { kind: 'resume' },
          },
        ];
  if (existing === undefined)
    return [
      ...resume,
      {
        label: '$(discard) Start over',
        detail: 'Forgets the interrupted run. Its branch and commit stay as they are.',
        change: { kind: 'new', discard: true },
      },
    ];
  return [
    ...resume,
    {
      label: `$(git-commit) Commit to !${existing.iid}`,
      description: existing.title,
      detail: 'Commits what you choose next and pushes it to the open merge request of this branch.',
      change: {
        kind: 'update',
        discard: unfinished !== undefined,
        sourceBranch: existing.sourceBranch,
        targetBranch: existing.targetBranch,
      },
    },
    { label: `$(link-external) Open !${existing.iid} in the browser`, change: 'browser' },
  ];
}

interface FileItem extends vscode.QuickPickItem {
  readonly path: string;
}

export const pickFiles: Step<Choices> = {
  applies: ({ kind, draft }) => kind !== 'resume' && draft.files.some((file) => file.status !== 'conflicted'),
  ask: async (choices, place) => {
    const pick = vscode.window.createQuickPick<FileItem>();
    const usable = choices.draft.files.filter((file) => file.status !== 'conflicted');
    pick.canSelectMany = true;
    pick.matchOnDescription = true;
    pick.placeholder = 'Files to commit (Space toggles one, Enter goes on)';
    pick.items = usable.map(fileItem);
    pick.selectedItems = pick.items.filter((item) => choices.files.includes(item.path));
    const answer = await answerOf<readonly string[]>(pick, place, (give) => {
      pick.onDidAccept(() => {
        const files = pick.selectedItems.map((item) => item.path);
        if (files.length > 0 || choices.draft.commitsAhead > 0) give(files);
        else pick.title = `${place.title}: choose at least one file, the branch has no commit yet`;
      });
    });
    return answer.kind === 'value' ? { kind: 'next', choices: { ...choices, files: answer.value } } : answer;
  },
};

function fileItem(file: ChangedFile): FileItem {
  const slash = file.path.lastIndexOf('/');
  return {
    label: file.path.slice(slash + 1),
    description: [file.path.slice(0, Math.max(0, slash)), file.status, ...(file.staged ? ['staged'] : [])]
      .filter((part) => part !== '')
      .join(' · '),
    path: file.path,
  };
}

export const enterTitle: Step<Choices> = {
  applies: ({ kind }) => kind !== 'resume',
  ask: async (choices, place) => {
    const isUpdate = choices.kind === 'update';
    const box = vscode.window.createInputBox();
    box.value = choices.title;
    box.prompt = isUpdate ? 'Message of the commit' : 'Title of the merge request and of its commit';
    box.placeholder = isUpdate ? 'What the commit changes' : 'What the merge request changes';
    const wrong = (): string | undefined => {
      const title = box.value.trim();
      if (title === '') return isUpdate ? 'Give the commit a message.' : 'Give the merge request a title.';
      // GitLab: `title` of a merge request holds at most 255 characters.
      return title.length > 255 ? `The title has ${title.length} characters; GitLab takes at most 255.` : undefined;
    };
    const answer = await answerOf<string>(box, place, (give) => {
      box.onDidChangeValue(() => {
        box.validationMessage = box.value === '' ? undefined : wrong();
      });
      box.onDidAccept(() => {
        box.validationMessage = wrong();
        if (box.validationMessage === undefined) give(box.value.trim());
      });
    });
    if (answer.kind !== 'value') return answer;
    const title = answer.value;
    // A branch that was proposed from another title is proposed anew.
    const sourceBranch = title === choices.title ? choices.sourceBranch : (choices.draft.sourceBranch ?? '');
    return { kind: 'next', choices: { ...choices, title, ...(isUpdate ? {} : { sourceBranch }) } };
  },
};
