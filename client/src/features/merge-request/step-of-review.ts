import * as vscode from 'vscode';
import { answerOf } from '../../infrastructure/quick-input.ts';
import type { Place, Step, StepAnswer } from '../../infrastructure/steps.ts';
import { describeChoices, type Choices } from './choices.ts';
import { editDescription } from './description.ts';

type Act = 'open' | 'description' | 'isDraft' | 'removeSourceBranch' | 'squash';

interface ActItem extends vscode.QuickPickItem {
  readonly act: Act;
}

/** The last look: everything stands as it will be sent, Enter sends it, and the rest can be changed from here. */
export const review: Step<Choices> = {
  applies: ({ kind }) => kind !== 'resume',
  ask: async (choices, place) => {
    let current = choices;
    for (;;) {
      const answer = await askOnce(current, place);
      if (answer.kind !== 'next' || answer.choices.description === current.description) return answer;
      current = answer.choices;
    }
  },
};

/** Answers with another description when that was edited, so that the caller shows the list again. */
async function askOnce(choices: Choices, place: Place): Promise<StepAnswer<Choices>> {
  const pick = vscode.window.createQuickPick<ActItem>();
  let current = choices;
  pick.placeholder = 'Enter sends it; the other lines change something first';
  pick.items = items(current);
  const answer = await answerOf<'open' | 'description'>(pick, place, (give) => {
    pick.onDidAccept(() => {
      const act = pick.selectedItems[0]?.act;
      if (act === undefined) return;
      if (act === 'open' || act === 'description') {
        give(act);
        return;
      }
      current = { ...current, [act]: !current[act] };
      pick.items = items(current);
      pick.activeItems = pick.items.filter((item) => item.act === act);
    });
  });
  if (answer.kind !== 'value') return answer;
  if (answer.value === 'open') return { kind: 'next', choices: current };
  const edited = await editDescription(current.description);
  return edited === current.description
    ? askOnce(current, place)
    : { kind: 'next', choices: { ...current, description: edited } };
}

function items(choices: Choices): readonly ActItem[] {
  const send = choices.kind === 'update' ? 'Commit and push' : 'Open merge request';
  const toggle = (act: Act & keyof Choices, label: string): ActItem => ({
    label: `$(${choices[act] === true ? 'check' : 'blank'}) ${label}`,
    description: choices[act] === true ? 'yes' : 'no',
    act,
  });
  const sending: ActItem = {
    label: `$(git-pull-request-create) ${send}`,
    description: choices.title,
    detail: describeChoices(choices),
    act: 'open',
  };
  if (choices.kind === 'update') return [sending];
  return [
    sending,
    { label: '$(edit) Edit description', description: firstLine(choices.description), act: 'description' },
    toggle('isDraft', 'Draft'),
    toggle('removeSourceBranch', 'Delete source branch when merged'),
    toggle('squash', 'Squash commits when merged'),
  ];
}

function firstLine(text: string): string {
  const line = text
    .split('\n')
    .map((each) => each.trim())
    .find((each) => each !== '' && !each.startsWith('<!--'));
  return line ?? 'none yet';
}
