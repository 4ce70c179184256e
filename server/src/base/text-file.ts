import type { LineIndex } from './line-index.ts';

/** The line break that a text uses; that of Unix where it has none. */
export function lineBreakOf(text: string): '\n' | '\r\n' {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** One version of a text. */
export interface TextFile {
  /** Absolute, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly lines: LineIndex;
}
