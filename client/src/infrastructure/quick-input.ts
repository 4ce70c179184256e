import * as vscode from 'vscode';
import type { Place } from './steps.ts';

/** Waits for one answer of a quick input. `listen` gets the way to give it; leaving by Escape answers `left`. */
export async function answerOf<Value>(
  input: vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>,
  place: Place,
  listen: (answer: (value: Value) => void) => void,
): Promise<{ readonly kind: 'value'; readonly value: Value } | { readonly kind: 'back' } | { readonly kind: 'left' }> {
  input.title = place.title;
  input.step = place.step;
  input.totalSteps = place.totalSteps;
  // A flow of several steps must survive a look at another window.
  input.ignoreFocusOut = true;
  if (place.canGoBack) input.buttons = [vscode.QuickInputButtons.Back, ...input.buttons];
  try {
    return await new Promise((resolve) => {
      input.onDidTriggerButton((button) => {
        if (button === vscode.QuickInputButtons.Back) resolve({ kind: 'back' });
      });
      input.onDidHide(() => {
        resolve({ kind: 'left' });
      });
      listen((value) => {
        resolve({ kind: 'value', value });
      });
      input.show();
    });
  } finally {
    input.dispose();
  }
}
