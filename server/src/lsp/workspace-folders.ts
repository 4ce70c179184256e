import type { Connection, InitializeParams } from 'vscode-languageserver/node';
import type { Boundary } from './handle.ts';
import { readAbilities, readRoots } from './initialize.ts';
import { pathOf } from './uri.ts';

/** Calls with the workspace folders as paths: those of the start at once, and again when they change. */
export async function followWorkspaceFolders(
  { connection, boundary }: { readonly connection: Connection; readonly boundary: Boundary },
  params: InitializeParams,
  onRoots: (roots: readonly string[]) => Promise<void>,
): Promise<void> {
  let roots = readRoots(params);
  if (readAbilities(params).workspaceFolders) {
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      const gone = new Set(removed.map(({ uri }) => pathOf(uri)));
      roots = [...roots.filter((root) => !gone.has(root)), ...added.map(({ uri }) => pathOf(uri))];
      boundary.runLater('workspace/didChangeWorkspaceFolders', () => onRoots(roots));
    });
  }
  await onRoots(roots);
}
