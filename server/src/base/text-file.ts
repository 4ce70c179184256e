import type { LineIndex } from './line-index.ts';

/** One version of a text. */
export interface TextFile {
  /** Absolute, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly lines: LineIndex;
}
