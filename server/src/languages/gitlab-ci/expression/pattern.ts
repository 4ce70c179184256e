import { compileExpression, type CompiledExpression } from '../../../base/regular-expression.ts';

/** What stands between the slashes of `/source/flags`, and behind them. */
interface Pattern {
  readonly source: string;
  readonly flags: string;
}

/** The parts of `/source/flags`; undefined for a text that is no pattern. An escaped slash is a slash. */
export function readPattern(text: string): Pattern | undefined {
  const found = /^\/([\s\S]+)\/([ismU]*)$/.exec(text);
  if (found === null) return undefined;
  const [, source = '', flags = ''] = found;
  return { source: source.replaceAll('\\/', '/'), flags };
}

/** Compiles the pattern of an expression; not `ok` for what RE2 refuses. */
export function compilePattern({ source, flags }: Pattern): CompiledExpression {
  return compileExpression(source, flags);
}
