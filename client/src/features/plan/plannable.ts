import * as vscode from 'vscode';
import { setContextKey } from '../../infrastructure/context-keys.ts';

const pipelineOrKustomization =
  /(?:^|\/)(?:[^/]*\.gitlab-ci\.ya?ml|kustomization\.ya?ml|Kustomization)$|\/\.gitlab\/ci\/.*\.ya?ml$/u;

/**
 * Keeps the context key that shows the 'Preview Plan' button. It only looks for the two words that every manifest has: the button
 * may show once too often, and the server says then what the file is.
 */
export function watchPlannable(): vscode.Disposable {
  const look = (editor: vscode.TextEditor | undefined): void => {
    setContextKey('plannable', editor !== undefined && isPlannable(editor.document));
  };
  look(vscode.window.activeTextEditor);
  return vscode.window.onDidChangeActiveTextEditor(look);
}

function isPlannable(document: vscode.TextDocument): boolean {
  if (document.uri.scheme !== 'file') return false;
  if (pipelineOrKustomization.test(document.uri.path)) return true;
  if (document.languageId !== 'yaml') return false;
  const beginning = document.getText(new vscode.Range(0, 0, 200, 0));
  return /^apiVersion:/mu.test(beginning) && /^kind:/mu.test(beginning);
}
