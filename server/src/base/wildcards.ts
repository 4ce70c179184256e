import { compileExpression } from './regular-expression.ts';

/** Whether a text fits a pattern, as a whole. */
export interface WholeTest {
  readonly test: (text: string) => boolean;
}

/** JavaScript's engine tries every way to share a text among the wildcards of a pattern: with two that is still quick. */
const MOST_SHARED = 2;

/**
 * A test for a pattern with wildcards, as the source of a regular expression that JavaScript and RE2 read alike. Patterns come
 * with the repository; with many wildcards RE2 judges them, whose time is linear to the text.
 */
export function wholeTest(source: string): WholeTest {
  const wildcards = source.match(/(?<!\\)\*/g)?.length ?? 0;
  if (wildcards > MOST_SHARED) {
    const compiled = compileExpression(source, 's');
    if (compiled.ok) return { test: compiled.isWhole };
  }
  return new RegExp(`^(?:${source})$`, 'su');
}
