import {
  DocumentDiagnosticReportKind,
  LSPErrorCodes,
  ResponseError,
  type Connection,
  type Diagnostic,
  type DiagnosticServerCancellationData,
  type DocumentDiagnosticReport,
  type WorkspaceDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver/node';
import { isCheckedPath } from '../features/checked-path.ts';
import { diagnostic, prepareDiagnostic } from '../features/diagnostic.ts';
import type { Pace } from '../features/answers.ts';
import type { Disk } from './disk.ts';
import { toDiagnostic } from './convert.ts';
import { nextTurn } from './next-turn.ts';
import { pathOf } from './uri.ts';
import type { Session } from './session.ts';

/** How many files of the workspace are validated before waiting messages are read. */
const FILES_A_TURN = 20;

/** The findings of a file that is loaded; none for any other. */
function diagnose({ workspace, documents }: Session, path: string, pace?: Pace): Diagnostic[] {
  const snapshot = workspace.snapshot();
  const state = snapshot.file(path);
  if (state.state !== 'loaded') return [];
  const target = { snapshot, uriOf: (other: string) => documents.uriOf(other) };
  return diagnostic(snapshot, state.file, pace).map((finding) => toDiagnostic(state.file, finding, target));
}

/** How long messages wait while a file is validated, in milliseconds. */
const PART = 30;

/** Validates a part of a file; false when its findings are ready. */
export function prepare({ workspace }: Session, path: string, pace?: Pace): boolean {
  const begun = performance.now();
  const snapshot = workspace.snapshot();
  const state = snapshot.file(path);
  if (state.state !== 'loaded') return false;
  while (prepareDiagnostic(snapshot, state.file, pace)) if (performance.now() - begun > PART) return true;
  return false;
}

/** Sends the findings of a file to a client that does not ask for them. */
export class Publisher {
  readonly #connection: Connection;
  readonly #session: Session;
  readonly #last = new Map<string, { readonly version: number | undefined; readonly text: string }>();

  constructor(connection: Connection, session: Session) {
    this.#connection = connection;
    this.#session = session;
  }

  /** Every new version of a text gets its answer, also when it is the same; for the same version only news are sent. */
  publish(path: string, pace: Pace): void {
    const { documents, workspace } = this.#session;
    const version = documents.versionOf(path);
    // A text that is not parsed yet has no findings, which is not the same as none.
    if (version === undefined || workspace.snapshot().file(path).state === 'pending') return;
    const diagnostics = diagnose(this.#session, path, pace);
    const last = this.#last.get(path);
    const text = JSON.stringify(diagnostics);
    if (last?.version === version && last.text === text) return;
    this.#last.set(path, { version, text });
    void this.#connection.sendDiagnostics({ uri: documents.uriOf(path), version, diagnostics });
  }

  clear(path: string, uri: string): void {
    this.#last.delete(path);
    void this.#connection.sendDiagnostics({ uri, diagnostics: [] });
  }
}

/** Answers clients that ask for findings. */
export function registerDiagnosticRequests(connection: Connection, session: Session, disk: Disk): void {
  const { boundary, documents, workspace } = session;
  connection.languages.diagnostics.on(
    boundary.request('textDocument/diagnostic', async ({ textDocument }): Promise<DocumentDiagnosticReport> => {
      const path = pathOf(textDocument.uri);
      const version = documents.versionOf(path);
      if (version === undefined) await disk.load([path]);
      do {
        await nextTurn();
        // The answer to an older text would only be thrown away: more edits have come in the meantime.
        if (documents.versionOf(path) !== version) return Promise.reject(retryLater());
      } while (prepare(session, path));
      const items = diagnose(session, path);
      boundary.runLater('reading of files', async () => {
        await disk.loadWanted();
      });
      return { kind: DocumentDiagnosticReportKind.Full, items };
    }),
  );
  connection.languages.diagnostics.onWorkspace(
    boundary.request('workspace/diagnostic', async (_, token): Promise<WorkspaceDiagnosticReport> => {
      await disk.whenListed();
      const { roots, filesBelow } = workspace.snapshot();
      const paths = roots.flatMap((root) => filesBelow(root) ?? []).filter(isCheckedPath);
      const items: WorkspaceDocumentDiagnosticReport[] = [];
      for (let start = 0; start < paths.length && !token.isCancellationRequested; start += FILES_A_TURN) {
        items.push(...(await reportSome(session, disk, paths.slice(start, start + FILES_A_TURN))));
        await nextTurn();
      }
      return { items };
    }),
  );
}

async function reportSome(
  session: Session,
  disk: Disk,
  paths: readonly string[],
): Promise<WorkspaceDocumentDiagnosticReport[]> {
  const { documents } = session;
  await disk.load(paths.filter((path) => documents.versionOf(path) === undefined));
  const report = (path: string): WorkspaceDocumentDiagnosticReport => ({
    kind: DocumentDiagnosticReportKind.Full,
    uri: documents.uriOf(path),
    version: documents.versionOf(path) ?? null,
    items: diagnose(session, path),
  });
  let items = paths.map(report);
  while (await disk.loadWanted()) items = paths.map(report);
  return items;
}

function retryLater(): ResponseError<DiagnosticServerCancellationData> {
  return new ResponseError(LSPErrorCodes.ServerCancelled, 'The text has changed', { retriggerRequest: true });
}
