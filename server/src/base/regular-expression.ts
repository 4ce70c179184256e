import { RE2JS } from 're2js';

/** A compiled regular expression, or why it is none. */
export type CompiledExpression =
  | {
      readonly ok: true;
      readonly isFoundIn: (text: string) => boolean;
      readonly isWhole: (text: string) => boolean;
    }
  | { readonly ok: false; readonly message: string };

const MAX_KEPT = 5000;
const compiled = new Map<string, CompiledExpression>();

/**
 * Compiles a regular expression as GitLab and Go do: RE2, without lookaround and back references, in time linear to the
 * text (https://github.com/google/re2/wiki/Syntax). `flags` are any of `i`, `s`, `m` and `U`.
 */
export function compileExpression(source: string, flags = ''): CompiledExpression {
  const whole = flags === '' ? source : `(?${flags})${source}`;
  const known = compiled.get(whole);
  if (known !== undefined) return known;
  if (compiled.size >= MAX_KEPT) compiled.clear();
  const result = compile(whole);
  compiled.set(whole, result);
  return result;
}

function compile(source: string): CompiledExpression {
  // The library throws on what is no regular expression, and broken text is data.
  try {
    programOf(source);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, message: message.replace(/^error parsing regexp: /, '') };
  }
  return {
    ok: true,
    isFoundIn: remembered((text) => programOf(source).matcher(text).find()),
    isWhole: remembered((text) => programOf(source).matches(text)),
  };
}

/** A program may be a thousand times as long as its expression: so many instructions are kept, which only hostile files have. */
const MAX_INSTRUCTIONS = 1_500_000;
const programs = new Map<string, RE2JS>();
let instructions = 0;

function programOf(source: string): RE2JS {
  const known = programs.get(source);
  if (known !== undefined) return known;
  const program = RE2JS.compile(source);
  programs.set(source, program);
  instructions += program.programSize();
  for (const [oldest, old] of programs) {
    if (instructions <= MAX_INSTRUCTIONS || old === program) break;
    programs.delete(oldest);
    instructions -= old.programSize();
  }
  return program;
}

/** The same few texts are asked for at each key. */
const MAX_ANSWERS = 20;
const MAX_TEXT = 200;

function remembered(ask: (text: string) => boolean): (text: string) => boolean {
  const answers = new Map<string, boolean>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    const answer = ask(text);
    if (text.length > MAX_TEXT) return answer;
    if (answers.size >= MAX_ANSWERS) answers.clear();
    answers.set(text, answer);
    return answer;
  };
}
