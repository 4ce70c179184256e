import * as vscode from 'vscode';

/** Sets the context key `plumbline:<name>`, which `when` clauses of package.json ask for. */
export function setContextKey(name: string, value: string | boolean): void {
  void vscode.commands.executeCommand('setContext', `plumbline:${name}`, value);
}
