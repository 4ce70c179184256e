import { type Connection, type InlayHintParams, type TextDocumentPositionParams } from 'vscode-languageserver/node';
import { definition } from '../features/definition.ts';
import { documentLink } from '../features/document-link.ts';
import { documentSymbol } from '../features/document-symbol.ts';
import { hover } from '../features/hover.ts';
import { inlayHint } from '../features/inlay-hint.ts';
import type { Cursor } from '../features/answers.ts';
import * as convert from './convert.ts';
import { toHover } from './hover-request.ts';
import { ask, type Question } from './question.ts';
import type { Session } from './session.ts';

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
    atCursor('textDocument/hover', (cursor, target) => {
      const answer = hover(target.snapshot, cursor);
      const { file } = cursor;
      return answer === undefined ? null : toHover(answer, { file, target, isVsCode: session.client.isVsCode });
    }),
  );
  connection.onDefinition(
    atCursor('textDocument/definition', (cursor, target) =>
      convert.toLocations(definition(target.snapshot, cursor), target),
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
        ...(tooltip !== undefined && { tooltip: convert.toMarkup(tooltip) }),
      }));
    }),
  );
}
