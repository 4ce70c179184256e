import * as vscode from 'vscode';

/** The workspace folder that commands and views are about: that of the active editor, else the first. */
export function currentFolder(): vscode.WorkspaceFolder | undefined {
  const active = vscode.window.activeTextEditor?.document.uri;
  const ofEditor = active === undefined ? undefined : vscode.workspace.getWorkspaceFolder(active);
  return ofEditor ?? vscode.workspace.workspaceFolders?.[0];
}
