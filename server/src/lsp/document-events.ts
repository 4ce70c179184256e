import { FileChangeType, type Connection } from 'vscode-languageserver/node';
import type { Publisher } from './diagnostics.ts';
import type { DiagnosticsLoop } from './diagnostics-loop.ts';
import type { Disk } from './disk.ts';
import type { Session } from './session.ts';
import { pathOf } from './uri.ts';

/** What hears of texts that change. */
interface DocumentListeners {
  readonly loop: DiagnosticsLoop;
  readonly publisher: Publisher;
  readonly disk: Disk;
}

/** Listens to the texts of the editor and to changes on disk. */
export function registerDocumentEvents(connection: Connection, session: Session, listeners: DocumentListeners): void {
  const { boundary, documents, client } = session;
  const { loop, publisher, disk } = listeners;
  connection.onDidOpenTextDocument(({ textDocument: { uri, version, text } }) => {
    boundary.run('textDocument/didOpen', () => {
      loop.changed(documents.open(uri, version, text));
    });
  });
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    boundary.run('textDocument/didChange', () => {
      const path = documents.change(uri, version, contentChanges);
      if (path !== undefined) loop.changed(path);
    });
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    boundary.run('textDocument/didClose', () => {
      const path = documents.close(uri);
      loop.closed(path);
      if (!client.pullsDiagnostics) publisher.clear(path, uri);
      loop.everything();
    });
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    boundary.run('workspace/didChangeWatchedFiles', () => {
      for (const { uri, type } of changes) disk.changedOnDisk(pathOf(uri), type !== FileChangeType.Changed);
    });
  });
}
