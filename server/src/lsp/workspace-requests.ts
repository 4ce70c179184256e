import type { Connection, SymbolInformation } from 'vscode-languageserver/node';
import { searchedFiles, workspaceSymbol } from '../features/workspace-symbol.ts';
import * as convert from './convert.ts';
import type { Disk } from './disk.ts';
import { nextTurn } from './next-turn.ts';
import type { Session } from './session.ts';

/** How many files are read before waiting messages are. */
const FILES_A_TURN = 100;

/** Answers a search for a name: the first one reads the workspace's files, later ones find them read. */
export function registerWorkspaceRequests(connection: Connection, session: Session, disk: Disk): void {
  const { boundary, workspace, documents } = session;
  connection.onWorkspaceSymbol(
    boundary.request('workspace/symbol', async ({ query }, token): Promise<SymbolInformation[]> => {
      await disk.whenListed();
      const snapshot = workspace.snapshot();
      const pending = searchedFiles(snapshot).filter((path) => snapshot.file(path).state === 'pending');
      for (let start = 0; start < pending.length && !token.isCancellationRequested; start += FILES_A_TURN) {
        await disk.load(pending.slice(start, start + FILES_A_TURN));
        await nextTurn();
      }
      if (token.isCancellationRequested) return [];
      const target = { snapshot: workspace.snapshot(), uriOf: (path: string) => documents.uriOf(path) };
      return workspaceSymbol(target.snapshot, query).flatMap((symbol) => convert.toSymbolInformation(symbol, target));
    }),
  );
}
