import type { Completion } from '../../../language.ts';
import { tokenize, type Token } from '../../expression/lexer.ts';
import { PREDEFINED_VARIABLES } from '../../variables/predefined.ts';
import type { Request } from './proposal.ts';
import { variableItems } from './variable-items.ts';
import { useAt } from './variable-names.ts';

const COMPARISONS: readonly (readonly [string, string])[] = [
  ['==', 'Is the same as.'],
  ['!=', 'Is not the same as.'],
  ['=~', 'Matches a regular expression.'],
  ['!~', 'Does not match a regular expression.'],
];

const CONNECTIVES: readonly (readonly [string, string])[] = [
  ['&&', 'Both hold.'],
  ['||', 'At least one holds.'],
];

/** Skeletons of regular expressions, with what they are for. */
const PATTERNS: readonly (readonly [label: string, snippet: string, summary: string])[] = [
  ['/^…/', '/^$1/', 'Begins with.'],
  ['/…$/', '/$1\\$/', 'Ends with.'],
  ['/^…$/', '/^$1\\$/', 'Is wholly.'],
  ['/…/i', '/$1/i', 'Holds, in lower or upper case.'],
  ['/^v\\d+\\.\\d+\\.\\d+$/', '/^v\\\\d+\\\\.\\\\d+\\\\.\\\\d+\\$/', 'Is a version, such as v1.2.3.'],
];

/** Words of a condition (`rules:if`): variables, then operators, then values of the variable that is compared. */
export function expressionItems(request: Request, typed: string): Completion[] {
  const { tokens, problem } = tokenize(typed);
  const begun = problem === undefined ? null : /["']([^"']*)$/.exec(unquotedText(typed));
  if (begun !== null) return valuesInQuotes(request, tokens, begun[1] ?? '');
  const variable = /\$\w*$/.exec(typed)?.[0];
  if (variable !== undefined) return variables(request, variable.length);
  return isHalfOperator(typed) ? operators(request, typed, tokens) : next(request, typed, tokens);
}

/** What may follow the last whole word. */
function next(request: Request, typed: string, tokens: readonly Token[]): Completion[] {
  const last = tokens.at(-1);
  // A pattern that is begun is the user's own.
  if (typed.slice(last?.end ?? 0).trim() !== '') return [];
  if (!isOperand(last) && isBeforeText(request)) return [];
  if (isComparison(last)) return valuesFor(request, tokens, typed);
  if (!isOperand(last)) return variables(request, 0);
  return /\s$/.test(typed) ? operators(request, typed, tokens) : [];
}

/** An operand is there already; a variable right behind the cursor is one that may be chosen anew. */
function isBeforeText({ file: { text }, offset, position: { quote } }: Request): boolean {
  const [, space = '', next = ''] = /^([ \t]*)(.?)/.exec(text.slice(offset, offset + 100)) ?? [];
  return next !== quote && (/["'/(\w]/.test(next) || (next === '$' && space !== ''));
}

function isHalfOperator(typed: string): boolean {
  return /[=!~&|]$/.test(typed) && !/(?:[=!]=|[=!]~|&&|\|\|)$/.test(typed);
}

/** The text without the strings that are closed. */
function unquotedText(typed: string): string {
  return typed.replaceAll(/"[^"]*"|'[^']*'/g, (text) => ' '.repeat(text.length));
}

function isComparison(token: Token | undefined): boolean {
  return token !== undefined && ['equals', 'not-equals', 'matches', 'not-matches'].includes(token.kind);
}

function isOperand(token: Token | undefined): boolean {
  const kinds = ['variable', 'string', 'pattern', 'null', 'boolean', 'close', 'input'];
  return token !== undefined && kinds.includes(token.kind);
}

function variables(request: Request, length: number): Completion[] {
  const { offset, position } = request;
  return variableItems(request, { start: offset - length, brace: '', use: useAt(position.path) });
}

function operators({ offset }: Request, typed: string, before: readonly Token[]): Completion[] {
  const begun = /[=!~&|]*$/.exec(typed)?.[0].length ?? 0;
  const [last, previous] = [before.findLast(isOperand), before.findLast((token) => !isOperand(token))];
  // What is compared already can only be joined with more.
  const isCompared =
    isComparison(previous) && last !== undefined && previous !== undefined && previous.end <= last.start;
  const known = isCompared || last?.kind === 'close' ? CONNECTIVES : [...COMPARISONS, ...CONNECTIVES];
  return known.map(([label, documentation], index) => ({
    label,
    kind: 'keyword',
    range: { start: offset - begun, end: offset },
    newText: `${label} `,
    filterText: label,
    documentation,
    sortText: String(index),
    continues: true,
  }));
}

/** The variable that stands before the last comparison. */
function comparedVariable(tokens: readonly Token[]): string {
  const at = tokens.findLastIndex(isComparison);
  const operand = tokens[at - 1];
  return operand?.kind === 'variable' ? operand.text.slice(1) : '';
}

function valuesInQuotes({ offset, file }: Request, tokens: readonly Token[], word: string): Completion[] {
  if (!isComparison(tokens.at(-1))) return [];
  const rest = /^[\w.-]*/.exec(file.text.slice(offset))?.[0].length ?? 0;
  const values = PREDEFINED_VARIABLES.get(comparedVariable(tokens))?.values ?? [];
  const range = { start: offset - word.length, end: offset + rest };
  return values.map((label) => ({ label, kind: 'value', range, newText: label }));
}

function valuesFor(request: Request, tokens: readonly Token[], typed: string): Completion[] {
  const lead = /\s$/.test(typed) ? '' : ' ';
  const range = { start: request.offset, end: request.offset };
  const operator = tokens.at(-1)?.kind;
  if (operator === 'matches' || operator === 'not-matches') {
    const { quote } = request.position;
    return PATTERNS.map(([label, snippet, documentation], index) => ({
      label,
      kind: 'snippet',
      range,
      // In double quotes YAML takes a backslash for itself: each is written twice.
      newText: lead + (quote === '"' ? snippet.replaceAll('\\\\', '\\\\\\\\') : snippet),
      isSnippet: true,
      documentation,
      sortText: String(index),
    }));
  }
  return [...plainValues(request, tokens, { range, lead }), ...variables(request, 0)];
}

interface ValuePlace {
  readonly range: Completion['range'];
  readonly lead: string;
}

/** Texts in the quotes that the YAML around them leaves free. */
function plainValues({ position }: Request, tokens: readonly Token[], { range, lead }: ValuePlace): Completion[] {
  const mark = position.quote === '"' ? "'" : '"';
  const known = PREDEFINED_VARIABLES.get(comparedVariable(tokens))?.values ?? [];
  const item = { kind: 'value', range } as const;
  return [
    ...known.map((value, index) => ({
      ...item,
      label: mark + value + mark,
      newText: lead + mark + value + mark,
      sortText: `!${String(index).padStart(2, '0')}`,
    })),
    { ...item, label: `${mark}…${mark}`, newText: `${lead}${mark}$1${mark}`, isSnippet: true, sortText: '!98' },
    {
      ...item,
      label: 'null',
      newText: `${lead}null`,
      documentation: 'The variable is not set.',
      sortText: '!99',
    },
  ];
}
