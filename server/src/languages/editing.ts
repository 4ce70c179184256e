import type { OffsetRange } from '../base/range.ts';

/** What a name in a file stands for. */
export type SymbolKind =
  'job' | 'hidden-job' | 'stages' | 'variables' | 'include' | 'object' | 'property' | 'file' | 'section';

/** A place in the same file that means what the cursor is on. */
export interface Highlight {
  readonly range: OffsetRange;
  /** It gives the thing its name or value. */
  readonly isDeclaration: boolean;
}

/** The name under the cursor as it can be edited. */
export interface RenamePlace {
  readonly range: OffsetRange;
  readonly name: string;
}

/** Something with a name that a search through the workspace finds. */
export interface NamedPlace {
  readonly name: string;
  readonly kind: SymbolKind;
  readonly range: OffsetRange;
  /** What it belongs to: the stage of a job, the kind of an object. */
  readonly container?: string;
}

/** The parts that a text in a value is coloured by; the standard token types of LSP. */
export type TokenKind =
  'variable' | 'operator' | 'string' | 'regexp' | 'keyword' | 'function' | 'parameter' | 'property' | 'macro';

/** A part of one line. */
export interface SemanticToken extends OffsetRange {
  readonly kind: TokenKind;
}

/** Which collections, texts and comments can be folded, by the lines that they span (zero-based, both inclusive). */
export interface FoldingRange {
  readonly startLine: number;
  readonly endLine: number;
  readonly kind?: 'comment' | 'region';
}
