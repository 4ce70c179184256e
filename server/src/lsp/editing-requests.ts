import {
  DocumentHighlightKind,
  FoldingRangeKind,
  LSPErrorCodes,
  ResponseError,
  type Connection,
  type DocumentHighlight,
  type FoldingRange,
  type Location,
  type PrepareRenameResult,
  type SelectionRange,
  type TextDocumentPositionParams,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import type { Result } from '../base/result.ts';
import type { Cursor } from '../features/answers.ts';
import { documentHighlight } from '../features/document-highlight.ts';
import { foldingRange } from '../features/folding-range.ts';
import { references } from '../features/references.ts';
import { prepareRename, rename } from '../features/rename.ts';
import { selectionRange } from '../features/selection-range.ts';
import * as convert from './convert.ts';
import type { Disk } from './disk.ts';
import { registerLensRequests } from './lens-requests.ts';
import { ask } from './question.ts';
import type { Session } from './session.ts';
import { registerTokenRequests } from './token-requests.ts';
import { pathOf } from './uri.ts';
import { registerWorkspaceRequests } from './workspace-requests.ts';

/** Answers requests about names and about the structure of a text. */
export function registerEditingRequests(connection: Connection, session: Session, disk: Disk): void {
  registerNameRequests(connection, session, disk);
  registerStructureRequests(connection, session);
  registerTokenRequests(connection, session);
  registerLensRequests(connection, session);
  registerWorkspaceRequests(connection, session, disk);
}

function registerNameRequests(connection: Connection, session: Session, disk: Disk): void {
  const { boundary } = session;
  connection.onReferences(
    boundary.request('textDocument/references', (params): Promise<Location[] | null> =>
      whenRead(session, { disk, params }, (cursor, target) =>
        convert.toLocations(references(target.snapshot, cursor), target),
      ),
    ),
  );
  connection.onPrepareRename(
    boundary.request('textDocument/prepareRename', async (params): Promise<PrepareRenameResult | null> => {
      const answer = await whenRead(session, { disk, params }, (cursor, { snapshot }) => {
        const place = prepareRename(snapshot, cursor);
        if (place?.ok !== true) return place;
        const { range, name } = place.value;
        return { ok: true as const, value: { range: cursor.file.lines.rangeAt(range), placeholder: name } };
      });
      return valueOf(answer);
    }),
  );
  connection.onRenameRequest(
    boundary.request('textDocument/rename', async (params): Promise<WorkspaceEdit | null> => {
      const answer = await whenRead(session, { disk, params }, (cursor, target) => {
        const edits = rename(target.snapshot, cursor, params.newName);
        if (edits?.ok !== true) return edits;
        return { ok: true as const, value: { changes: convert.toChanges(edits.value, target) } };
      });
      return valueOf(answer);
    }),
  );
  connection.onDocumentHighlight(
    boundary.request('textDocument/documentHighlight', ({ textDocument, position }): DocumentHighlight[] | null => {
      const question = ask(session, textDocument.uri);
      if (question === undefined) return null;
      const { file, target } = question;
      return documentHighlight(target.snapshot, { file, offset: file.lines.offsetAt(position) }).map((highlight) => ({
        range: file.lines.rangeAt(highlight.range),
        kind: highlight.isDeclaration ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
      }));
    }),
  );
}

/** A refusal is an error to the editor, which shows its message where the user typed the name. */
function valueOf<Value>(answer: Result<Value> | undefined | null): Value | null | Promise<never> {
  if (answer === undefined || answer === null) return null;
  return answer.ok
    ? answer.value
    : Promise.reject(new ResponseError(LSPErrorCodes.RequestFailed, answer.problem.message));
}

interface Reading {
  readonly disk: Disk;
  readonly params: TextDocumentPositionParams;
}

/** Asks until nothing more is wanted: a name may be used in files that nobody has looked at yet. */
async function whenRead<Answer>(
  session: Session,
  { disk, params: { textDocument, position } }: Reading,
  answer: (cursor: Cursor, target: convert.Target) => Answer,
): Promise<Answer | null> {
  await disk.whenListed();
  const path = pathOf(textDocument.uri);
  const version = session.documents.versionOf(path);
  for (;;) {
    const question = ask(session, textDocument.uri);
    if (question === undefined) return null;
    const { file, target } = question;
    const result = answer({ file, offset: file.lines.offsetAt(position) }, target);
    if (!(await disk.loadWanted())) return result;
    if (session.documents.versionOf(path) !== version) return Promise.reject(contentModified());
  }
}

function contentModified(): ResponseError {
  return new ResponseError(LSPErrorCodes.ContentModified, 'The text has changed');
}

function registerStructureRequests(connection: Connection, session: Session): void {
  const { boundary } = session;
  connection.onFoldingRanges(
    boundary.request('textDocument/foldingRange', ({ textDocument }): FoldingRange[] | null => {
      const question = ask(session, textDocument.uri);
      if (question === undefined) return null;
      return foldingRange(question.target.snapshot, question.file).map(({ startLine, endLine, kind }) => ({
        startLine,
        endLine,
        ...(kind !== undefined && { kind: kind === 'region' ? FoldingRangeKind.Region : FoldingRangeKind.Comment }),
      }));
    }),
  );
  connection.onSelectionRanges(
    boundary.request('textDocument/selectionRange', ({ textDocument, positions }): SelectionRange[] | null => {
      const file = ask(session, textDocument.uri)?.file;
      if (file === undefined) return null;
      return positions.map((position) => {
        const ranges = selectionRange(file, file.lines.offsetAt(position)).map((range) => file.lines.rangeAt(range));
        const outermost = ranges.reduceRight<SelectionRange | undefined>(
          (parent, range) => ({ range, ...(parent && { parent }) }),
          undefined,
        );
        return outermost ?? { range: { start: position, end: position } };
      });
    }),
  );
}
