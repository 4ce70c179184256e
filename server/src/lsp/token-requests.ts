import type { Connection, SemanticTokens, SemanticTokensDelta, SemanticTokensLegend } from 'vscode-languageserver/node';
import type { OffsetRange } from '../base/range.ts';
import { semanticTokens } from '../features/semantic-tokens.ts';
import type { SemanticToken, TokenKind } from '../features/answers.ts';
import type { YamlFile } from '../yaml/file.ts';
import { ask } from './question.ts';
import type { Session } from './session.ts';
import { pathOf } from './uri.ts';

const TYPES: readonly TokenKind[] = [
  'variable',
  'operator',
  'string',
  'regexp',
  'keyword',
  'function',
  'parameter',
  'property',
  'macro',
];

export const tokenLegend: SemanticTokensLegend = { tokenTypes: [...TYPES], tokenModifiers: [] };

/** Editors ask for the difference to their last answer; of this many documents it is kept. */
const MOST_DOCUMENTS = 50;

/** Numbers of one token in the protocol: lines and characters since the last, length, type, modifiers. */
const NUMBERS = 5;

interface Sent {
  readonly id: string;
  readonly data: number[];
}

/** Answers what colours the parts of texts: for a whole document, what changed in it, or what the editor shows. */
export function registerTokenRequests(connection: Connection, session: Session): void {
  const { boundary } = session;
  const sent = new Map<string, Sent>();
  let lastId = 0;
  const answerWhole = (uri: string): { readonly now: Sent; readonly before: Sent | undefined } => {
    const path = pathOf(uri);
    const before = sent.get(path);
    const file = ask(session, uri);
    const data = file === undefined ? [] : encode(file.file, tokensOf(session, uri));
    const now = { id: String(++lastId), data };
    sent.delete(path);
    sent.set(path, now);
    const [oldest] = sent.keys();
    if (sent.size > MOST_DOCUMENTS && oldest !== undefined) sent.delete(oldest);
    return { now, before };
  };

  connection.languages.semanticTokens.on(
    boundary.request('textDocument/semanticTokens/full', ({ textDocument }): SemanticTokens => {
      const { now } = answerWhole(textDocument.uri);
      return { resultId: now.id, data: now.data };
    }),
  );
  connection.languages.semanticTokens.onDelta(
    boundary.request(
      'textDocument/semanticTokens/full/delta',
      ({ textDocument, previousResultId }): SemanticTokens | SemanticTokensDelta => {
        const { now, before } = answerWhole(textDocument.uri);
        if (before?.id !== previousResultId) return { resultId: now.id, data: now.data };
        return { resultId: now.id, edits: difference(before.data, now.data) };
      },
    ),
  );
  connection.languages.semanticTokens.onRange(
    boundary.request('textDocument/semanticTokens/range', ({ textDocument, range }): SemanticTokens => {
      const file = ask(session, textDocument.uri)?.file;
      if (file === undefined) return { data: [] };
      const shown = { start: file.lines.offsetAt(range.start), end: file.lines.offsetAt(range.end) };
      return { data: encode(file, tokensOf(session, textDocument.uri, shown)) };
    }),
  );
}

function tokensOf(session: Session, uri: string, shown?: OffsetRange): readonly SemanticToken[] {
  const question = ask(session, uri);
  if (question === undefined) return [];
  const { file, target } = question;
  return semanticTokens(target.snapshot, file, shown ?? { start: 0, end: file.text.length });
}

/** https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#textDocument_semanticTokens */
function encode({ lines }: YamlFile, tokens: readonly SemanticToken[]): number[] {
  const data: number[] = [];
  let [line, character] = [0, 0];
  let [lineStart, nextLine] = [0, lines.lineStart(1)];
  let current = 0;
  for (const { start, end, kind } of tokens) {
    if (start >= nextLine || start < lineStart) {
      current = lines.positionAt(start).line;
      [lineStart, nextLine] = [lines.lineStart(current), lines.lineStart(current + 1)];
    }
    const at = start - lineStart;
    data.push(current - line, current === line ? at - character : at, end - start, TYPES.indexOf(kind), 0);
    [line, character] = [current, at];
  }
  return data;
}

/** One edit: all between what is the same at the start and at the end. */
function difference(before: readonly number[], after: readonly number[]): SemanticTokensDelta['edits'] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  head -= head % NUMBERS;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  tail -= tail % NUMBERS;
  if (head === before.length && head === after.length) return [];
  return [{ start: head, deleteCount: before.length - head - tail, data: after.slice(head, after.length - tail) }];
}
