/** What features answer: the types for those above who convert them. */
export type { Location } from '../base/range.ts';
export type {
  AskedEdits,
  CodeAction,
  CodeLens,
  Completion,
  CompletionKind,
  Cursor,
  Diagnostic,
  DocumentLink,
  DocumentSymbol,
  Hover,
  InlayHint,
  NewFile,
  Pace,
  Severity,
  SymbolKind,
  TextEdit,
} from '../languages/language.ts';
export type { SemanticToken, TokenKind } from '../languages/editing.ts';
