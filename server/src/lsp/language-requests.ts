import {
  MarkupKind,
  type Connection,
  type InlayHintParams,
  type TextDocumentPositionParams,
} from 'vscode-languageserver/node';
import { codeLens } from '../features/code-lens.ts';
import { definition } from '../features/definition.ts';
import { documentLink } from '../features/document-link.ts';
import { documentSymbol } from '../features/document-symbol.ts';
import { hover } from '../features/hover.ts';
import { inlayHint } from '../features/inlay-hint.ts';
import { references } from '../features/references.ts';
import type { Cursor } from '../features/answers.ts';
import type { YamlFile } from '../yaml/file.ts';
import * as convert from './convert.ts';
import { pathOf } from './uri.ts';
import type { Session } from './session.ts';

interface Question {
  readonly file: YamlFile;
  readonly target: convert.Target;
}

/** Answers the standard requests about one document. A document that the server does not have gets no answer. */
export function registerLanguageRequests(connection: Connection, session: Session): void {
  registerCursorRequests(connection, session);
  registerFileRequests(connection, session);
}

function registerCursorRequests(connection: Connection, session: Session): void {
  const { boundary } = session;
  const atCursor = <Answer>(
    name: string,
    answer: (cursor: Cursor, target: convert.Target) => Answer,
  ): ReturnType<typeof boundary.request<TextDocumentPositionParams, Answer | null>> =>
    boundary.request(name, ({ textDocument, position }) => {
      const question = ask(session, textDocument.uri);
      if (question === undefined) return null;
      const { file, target } = question;
      return answer({ file, offset: file.lines.offsetAt(position) }, target);
    });

  connection.onHover(
    atCursor('textDocument/hover', (cursor, { snapshot }) => {
      const answer = hover(snapshot, cursor);
      if (answer === undefined) return null;
      const contents = { kind: MarkupKind.Markdown, value: answer.markdown };
      return { contents, range: cursor.file.lines.rangeAt(answer.range) };
    }),
  );
  connection.onDefinition(
    atCursor('textDocument/definition', (cursor, target) =>
      convert.toLocations(definition(target.snapshot, cursor), target),
    ),
  );
  connection.onReferences(
    atCursor('textDocument/references', (cursor, target) =>
      convert.toLocations(references(target.snapshot, cursor), target),
    ),
  );
}

function registerFileRequests(connection: Connection, session: Session): void {
  const { boundary } = session;
  const ofFile = <Params extends { readonly textDocument: { readonly uri: string } }, Answer>(
    name: string,
    answer: (question: Question, params: Params) => Answer,
  ): ReturnType<typeof boundary.request<Params, Answer | null>> =>
    boundary.request(name, (params) => {
      const question = ask(session, params.textDocument.uri);
      return question === undefined ? null : answer(question, params);
    });

  connection.onDocumentSymbol(
    ofFile('textDocument/documentSymbol', ({ file, target }) =>
      documentSymbol(target.snapshot, file).map((symbol) => convert.toDocumentSymbol(file, symbol)),
    ),
  );
  connection.onCodeLens(
    ofFile('textDocument/codeLens', ({ file, target }) =>
      codeLens(target.snapshot, file).map((lens) => convert.toCodeLens(file, lens)),
    ),
  );
  connection.onDocumentLinks(
    ofFile('textDocument/documentLink', ({ file, target }) =>
      documentLink(target.snapshot, file).map(({ range, path }) => ({
        range: file.lines.rangeAt(range),
        target: target.uriOf(path),
      })),
    ),
  );
  connection.languages.inlayHint.on(
    ofFile('textDocument/inlayHint', ({ file, target }, { range }: InlayHintParams) => {
      const offsets = { start: file.lines.offsetAt(range.start), end: file.lines.offsetAt(range.end) };
      return inlayHint(target.snapshot, file, offsets).map(({ offset, label, tooltip }) => ({
        position: file.lines.positionAt(offset),
        label,
        paddingLeft: true,
        ...(tooltip !== undefined && { tooltip: { kind: MarkupKind.Markdown, value: tooltip } }),
      }));
    }),
  );
}

function ask({ workspace, documents }: Session, uri: string): Question | undefined {
  const snapshot = workspace.snapshot();
  const state = snapshot.file(pathOf(uri));
  if (state.state !== 'loaded') return undefined;
  return { file: state.file, target: { snapshot, uriOf: (path) => documents.uriOf(path) } };
}
