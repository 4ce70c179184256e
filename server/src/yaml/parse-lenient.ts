import { Composer, Lexer, Parser, type Document, type DocumentOptions, type ParseOptions } from 'yaml';

type Options = DocumentOptions & ParseOptions & { readonly schema: 'failsafe' };

/** The parts of the library's lexer that decide where a text in quotes or brackets may go on. */
interface LexerState {
  readonly flowLevel: number;
  indentNext: number;
  parseFlowCollection: Step;
  parseQuotedScalar: Step;
}

type Step = () => Generator<string, unknown>;

/**
 * Parses as libyaml does, whose ports read the files of GitLab (Psych) and Kubernetes (go-yaml): in quotes and brackets the
 * lines below the first may be indented less than YAML 1.2 wants, as a `]` under the key that it belongs to.
 * Slower than the library's own way, so only for what that refuses. Offsets are those of `text`.
 */
export function parseLenient(text: string, options: Options): Document.Parsed | undefined {
  const [document] = new Composer(options).compose(tokens(text, createLexer().lexer), true, text.length);
  return document;
}

/** What a text may end in the middle of. */
export type Open = 'brackets' | 'quotes';

/** What a text ends in the middle of, read as `parseLenient` reads it. */
export function openAtEnd(text: string): Open | undefined {
  const { lexer, state } = createLexer();
  let last = '';
  for (const lexeme of lexer.lex(text)) last = lexeme;
  if (/^(?:"(?:[^"\\]|\\[^])*\\?|'(?:[^']|'')*)$/.test(last)) return 'quotes';
  return state.flowLevel > 0 ? 'brackets' : undefined;
}

function createLexer(): { readonly lexer: Lexer; readonly state: LexerState } {
  const lexer = new Lexer();
  const state = lexer as unknown as LexerState;
  state.parseFlowCollection = withoutIndent(state, state.parseFlowCollection.bind(lexer));
  state.parseQuotedScalar = withoutIndent(state, state.parseQuotedScalar.bind(lexer));
  return { lexer, state };
}

function* tokens(text: string, lexer: Lexer): ReturnType<Parser['parse']> {
  const parser = new Parser();
  for (const lexeme of lexer.lex(text)) yield* parser.next(lexeme);
  yield* parser.end();
}

/** A step of the lexer for which no line is indented too little. */
function withoutIndent(state: LexerState, step: Step): Step {
  return function* () {
    const { indentNext } = state;
    state.indentNext = 0;
    const next = yield* step();
    state.indentNext = indentNext;
    return next;
  };
}
