import type { YamlProblem } from '../yaml/node.ts';

type Mark = 'opener' | 'line' | 'word';

/** What the user is told about a piece of broken text, and which part of it is marked. */
export interface SyntaxMessage {
  readonly message: string;
  /** `opener`: the quote or bracket that is never closed; `line`: the rest of the line. The parser's range by default. */
  readonly mark?: Mark;
  /** Which bracket that is, where the parser says so. */
  readonly opener?: '[' | '{';
}

interface Wording {
  readonly code: YamlProblem['code'];
  /** Tells the parser's messages of one code apart. */
  readonly said?: RegExp;
  readonly say: (word: string, said: readonly string[]) => SyntaxMessage;
}

const same = (message: string, mark?: SyntaxMessage['mark']) => (): SyntaxMessage => ({
  message,
  ...(mark && { mark }),
});

const NO_COLON = (word: string): string => `'${word}' stands alone among keys; a key ends with a colon`;

/** The parser's problems in the words of somebody who edits the file. The first that fits is taken. */
const WORDINGS: readonly Wording[] = [
  {
    code: 'BAD_INDENT',
    said: /end with a (.)/,
    say: (_, [, closer = '']) => {
      const opener = closer === ']' ? '[' : '{';
      const message = `'${opener}' is never closed; it needs a '${closer}'`;
      return { message, mark: 'opener', opener };
    },
  },
  {
    code: 'BAD_INDENT',
    said: /^All (mapping|sequence) items/,
    say: (_, [, kind]) => ({
      message:
        kind === 'mapping'
          ? 'This line is not in line with the keys above it: all keys of one mapping start in the same column'
          : 'This line is not in line with the items above it: all items of one list start in the same column',
      mark: 'line',
    }),
  },
  {
    code: 'MISSING_CHAR',
    said: /^Missing closing (["'])/,
    say: (_, [, quote = '']) => ({
      message: `This quoted text is never closed; it needs another ${quote}`,
      mark: 'opener',
    }),
  },
  { code: 'MISSING_CHAR', said: /^Implicit map keys/, say: (word) => ({ message: NO_COLON(word), mark: 'line' }) },
  { code: 'MISSING_CHAR', said: /^Missing ,/, say: same('A comma is missing between these items', 'word') },
  { code: 'MISSING_CHAR', said: /^Missing space after :/, say: same('A space is missing after this colon') },
  { code: 'MISSING_CHAR', said: /^Comments/, say: same("A space is missing before the '#' of this comment") },
  { code: 'MISSING_CHAR', said: /^Tags and anchors/, say: same('A space is missing after this anchor or tag') },
  { code: 'MISSING_CHAR', said: /^Sequence item/, say: same("An item of a list begins with '- '", 'line') },
  {
    code: 'MISSING_CHAR',
    said: /^Missing directives-end/,
    say: same("After the lines that begin with '%', '---' must begin the document", 'word'),
  },
  { code: 'TAB_AS_INDENT', say: same('Indentation is made of spaces; this line has a tab in it', 'line') },
  {
    code: 'BLOCK_AS_IMPLICIT_KEY',
    said: /^A block sequence/,
    say: same(
      "This '-' is not in line with the items above it: all items of one list start in the same column",
      'line',
    ),
  },
  {
    code: 'BLOCK_AS_IMPLICIT_KEY',
    say: same("This value has a ': ' in it; put it in quotes, or begin a new line for the inner key", 'line'),
  },
  {
    code: 'MULTILINE_IMPLICIT_KEY',
    say: (word) => ({
      message: `'${word}' is read as one with the line below, which has a colon; either a colon is missing here or the line below is indented too far`,
      mark: 'line',
    }),
  },
  { code: 'UNEXPECTED_TOKEN', said: /flow-(?:map|seq)-end/, say: (word) => ({ message: `'${word}' closes nothing` }) },
  {
    code: 'UNEXPECTED_TOKEN',
    said: /block-seq-ind on same line/,
    say: same('The first item of a list begins on the line below its key', 'line'),
  },
  {
    code: 'UNEXPECTED_TOKEN',
    said: /^Unexpected (?:,|empty item) in/,
    say: same('There is nothing before this comma'),
  },
  {
    code: 'UNEXPECTED_TOKEN',
    said: /^Block scalar header/,
    say: same(
      "On the line of '|' or '>' only '-', '+', a digit or a comment may follow; the text begins below",
      'line',
    ),
  },
  {
    code: 'UNEXPECTED_TOKEN',
    said: /at node end$/,
    say: same(
      'The value before this is complete, so this belongs to nothing; is it indented as it should be, or are quotes missing?',
      'line',
    ),
  },
  { code: 'UNEXPECTED_TOKEN', say: (word) => ({ message: `'${word}' cannot stand here` }) },
  {
    code: 'BAD_SCALAR_START',
    say: (word) => ({ message: `A value cannot begin with '${word}'; put it in quotes`, mark: 'line' }),
  },
  {
    code: 'BAD_DQ_ESCAPE',
    said: /sequence (.*)/,
    say: (_, [, escape = '\\']) => ({
      message: `'${escape}' is no escape; in double quotes a backslash is written '\\\\', in single quotes '\\'`,
    }),
  },
  { code: 'MULTIPLE_ANCHORS', say: same('A value can have only one anchor') },
  { code: 'MULTIPLE_TAGS', say: same('A value can have only one tag') },
  {
    code: 'ANCHOR_NAME',
    say: (word) => ({
      message: `'${word}' is no anchor: its name may only have letters from A to Z, digits, '-' and '_'`,
    }),
  },
  {
    code: 'ALIAS_NAME',
    say: (word) => ({
      message: `'${word}' is read as an alias, whose name has only letters from A to Z, digits, '-' and '_'; a text that begins with '*' needs quotes`,
    }),
  },
  { code: 'ALIAS_PROPS', say: same('An alias takes the place of a value; it can have no anchor or tag of its own') },
  { code: 'BAD_ALIAS', said: /ending in :/, say: same('The name ends in a colon; a space is missing before it') },
  {
    code: 'BAD_ALIAS',
    say: (word) => ({ message: `A name is missing after '${word}'; a value that begins with it needs quotes` }),
  },
  { code: 'BAD_PROP_ORDER', say: same("An anchor or tag stands after '-', '?' or ':', not before it") },
  { code: 'KEY_OVER_1024_CHARS', say: same('This key is longer than 1024 characters, which YAML does not allow') },
  { code: 'BLOCK_IN_FLOW', say: same('Between brackets, lists and mappings are written with brackets as well') },
];

/** `word` is the text that the parser marked, on its first line. A problem without wording keeps the parser's words. */
export function syntaxMessage({ code, message }: YamlProblem, word: string): SyntaxMessage {
  for (const wording of WORDINGS) {
    if (wording.code !== code) continue;
    if (wording.said === undefined) return wording.say(word, []);
    const said = wording.said.exec(message);
    if (said !== null) return wording.say(word, said);
  }
  return { message };
}
