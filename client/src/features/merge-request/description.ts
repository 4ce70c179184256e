import * as vscode from 'vscode';
import { setContextKey } from '../../infrastructure/context-keys.ts';

export const continueCommand = 'plumbline.mergeRequest.continue';

const continued = new vscode.EventEmitter<void>();

/** The user is through with the description: the command, the button in the editor's title, the notification. */
export function continueWithDescription(): void {
  continued.fire();
}

/** Lets the user edit a text in an editor of its own; closing that editor keeps the text as it was. */
export async function editDescription(text: string): Promise<string> {
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: text });
  await vscode.window.showTextDocument(document);
  setContextKey('mergeRequestDescription', true);
  const done = 'Continue';
  void vscode.window
    .showInformationMessage("Edit the description, then continue (palette: 'Plumbline: Continue Merge Request').", done)
    .then((pressed) => {
      if (pressed === done) continueWithDescription();
    });
  const listening: vscode.Disposable[] = [];
  const outcome = await new Promise<'continued' | 'closed'>((resolve) => {
    listening.push(
      continued.event(() => {
        resolve('continued');
      }),
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        if (closed.some((tab) => isTabOf(tab, document))) resolve('closed');
      }),
    );
  });
  vscode.Disposable.from(...listening).dispose();
  setContextKey('mergeRequestDescription', false);
  if (outcome === 'closed') return text;
  const edited = document.getText();
  await close(document);
  return edited;
}

function isTabOf(tab: vscode.Tab, document: vscode.TextDocument): boolean {
  return tab.input instanceof vscode.TabInputText && tab.input.uri.toString() === document.uri.toString();
}

/** Without the question whether to save: the text lives on in the merge request. */
async function close(document: vscode.TextDocument): Promise<void> {
  await vscode.window.showTextDocument(document);
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
}
