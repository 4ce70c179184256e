import type { Connection } from 'vscode-languageserver/node';
import type { Disk } from './disk.ts';
import type { IncludeLoader } from './include-loader.ts';
import type { NameLoader } from './name-loader.ts';
import { stateChangedNotification, tokenRequest, type TokenResult } from './protocol.ts';
import type { Host } from './services.ts';
import type { Session } from './session.ts';

/** The parts of a session that services reach through their host, and no other way. */
interface HostParts {
  readonly connection: Connection;
  readonly session: Session;
  readonly disk: Disk;
  readonly includes: IncludeLoader;
  readonly names: NameLoader;
  readonly storagePath: string | undefined;
  /** Something beside the open texts is new. */
  readonly onNews: () => void;
}

/** What a session lets the work behind the custom methods see and change. */
export function createHost({ connection, session, disk, includes, names, storagePath, onNews }: HostParts): Host {
  const { workspace, documents, boundary } = session;
  return {
    snapshot: () => workspace.snapshot(),
    load: async (paths) => {
      const snapshot = workspace.snapshot();
      await disk.load(paths.filter((path) => snapshot.file(path).state === 'pending'));
      await disk.loadWanted();
      await includes.settled();
      return workspace.snapshot();
    },
    openTexts: () => documents.texts,
    setFacts: (change) => {
      workspace.setFacts(change);
      onNews();
    },
    uriOf: (path) => documents.uriOf(path),
    requestToken: async (instance) => {
      const answer = await connection.sendRequest<TokenResult>(tokenRequest, { instance });
      return answer?.token;
    },
    accountsChanged: () => {
      // What was asked for before somebody was known had no answer.
      names.forget();
      boundary.runLater('included files', () => includes.refresh());
    },
    stateChanged: (areas) => {
      if (areas.includes('account') || areas.includes('project')) names.forget();
      void connection.sendNotification(stateChangedNotification, { areas });
    },
    storagePath,
    log: (text) => {
      connection.console.log(text);
    },
  };
}
