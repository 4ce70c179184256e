import { RE2JS } from 're2js';

/** A compiled regular expression, or why it is none. */
export type CompiledExpression =
  | {
      readonly ok: true;
      readonly isFoundIn: (text: string) => boolean;
      readonly isWhole: (text: string) => boolean;
    }
  | { readonly ok: false; readonly message: string };

const MAX_KEPT = 500;
const compiled = new Map<string, CompiledExpression>();

/**
 * Compiles a regular expression as GitLab and Go do: RE2, without lookaround and back references, in time linear to the
 * text (https://github.com/google/re2/wiki/Syntax). `flags` are any of `i`, `s`, `m` and `U`.
 */
export function compileExpression(source: string, flags = ''): CompiledExpression {
  const key = `${flags}/${source}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  if (compiled.size >= MAX_KEPT) compiled.clear();
  const result = compile(flags === '' ? source : `(?${flags})${source}`);
  compiled.set(key, result);
  return result;
}

function compile(source: string): CompiledExpression {
  // The library throws on what is no regular expression, and broken text is data.
  try {
    const expression = RE2JS.compile(source);
    return {
      ok: true,
      isFoundIn: (text) => expression.matcher(text).find(),
      isWhole: (text) => expression.matches(text),
    };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, message: message.replace(/^error parsing regexp: /, '') };
  }
}
