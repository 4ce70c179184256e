import { compileExpression } from '../../base/regular-expression.ts';
import { isRecord, ownValue } from '../../base/record.ts';

/** A place in a plain value: keys and indexes from the root. */
export type Location = readonly (string | number)[];

/** What one part of a jq path expression selects, from one place. */
type Step = (root: unknown, location: Location) => Location[];

/**
 * The part of jq (https://jqlang.org/manual/) that ignore rules are made of: paths, `[]`, `[]?`, `["key"]`, `[0]`, `|`, `,`,
 * parentheses and `select(path == "value")`, also with `!=`, `and`, `or`, `not`, `startswith`, `endswith`, `contains`, `test` and `has`.
 * Undefined for any other expression: it is not evaluated, and the user is told so.
 */
export function parseJq(text: string): ((root: unknown) => Location[]) | undefined {
  const tokens = tokenize(text);
  if (tokens === undefined) return undefined;
  const reader: Reader = { tokens, at: 0 };
  const step = readPipe(reader);
  if (step === undefined || reader.at < tokens.length) return undefined;
  return (root) => step(root, []);
}

/** The value at a place; undefined when there is none. */
export function valueAt(root: unknown, location: Location): unknown {
  return location.reduce<unknown>((value, step) => {
    if (typeof step === 'number') return Array.isArray(value) ? (value as unknown[])[step] : undefined;
    return ownValue(value, step);
  }, root);
}

interface Reader {
  readonly tokens: readonly string[];
  at: number;
}

const token = /\s*("(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|[A-Za-z_]\w*|==|!=|[.[\]|,()?])\s*/y;

function tokenize(text: string): string[] | undefined {
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const match = token.exec(text);
    if (!match) return undefined;
    tokens.push(match[1] ?? '');
  }
  return tokens.length > 0 ? tokens : undefined;
}

function accept(reader: Reader, expected: string): boolean {
  if (reader.tokens[reader.at] !== expected) return false;
  reader.at++;
  return true;
}

function peek(reader: Reader): string {
  return reader.tokens[reader.at] ?? '';
}

function readPipe(reader: Reader): Step | undefined {
  let step = readComma(reader);
  while (step && accept(reader, '|')) {
    const [first, second]: [Step, Step | undefined] = [step, readComma(reader)];
    step = second && ((root, location) => first(root, location).flatMap((found) => second(root, found)));
  }
  return step;
}

function readComma(reader: Reader): Step | undefined {
  let step = readTerm(reader);
  while (step && accept(reader, ',')) {
    const [first, second]: [Step, Step | undefined] = [step, readTerm(reader)];
    step = second && ((root, location) => [...first(root, location), ...second(root, location)]);
  }
  return step;
}

function readTerm(reader: Reader): Step | undefined {
  if (accept(reader, 'select')) return readSelect(reader);
  if (accept(reader, '(')) {
    const inner = readPipe(reader);
    return inner && accept(reader, ')') ? readSuffixes(reader, inner) : undefined;
  }
  if (!accept(reader, '.')) return undefined;
  const next = peek(reader);
  const here: Step = (_, location) => [location];
  return isName(next) ? readSuffixes(reader, here, true) : readSuffixes(reader, here);
}

const isName = (text: string): boolean => /^[A-Za-z_"]/.test(text);

function readSuffixes(reader: Reader, start: Step, withName = false): Step | undefined {
  let step: Step | undefined = withName ? chain(start, readKey(reader)) : start;
  while (step !== undefined) {
    if (accept(reader, '?')) continue;
    if (accept(reader, '[')) {
      const inner = readBrackets(reader);
      step = inner && chain(step, inner);
    } else if (peek(reader) === '.' && /^[A-Za-z_"[]/.test(reader.tokens[reader.at + 1] ?? '')) {
      reader.at++;
      if (isName(peek(reader))) step = chain(step, readKey(reader));
    } else break;
  }
  return step;
}

function readKey(reader: Reader): Step {
  return byKey(nameOf(reader.tokens[reader.at++] ?? ''));
}

function readBrackets(reader: Reader): Step | undefined {
  if (accept(reader, ']')) return everyChild;
  const text = reader.tokens[reader.at++] ?? '';
  if (!accept(reader, ']')) return undefined;
  if (text.startsWith('"')) return byKey(nameOf(text));
  return /^-?\d+$/.test(text) ? byIndex(Number(text)) : undefined;
}

const chain =
  (first: Step, second: Step): Step =>
  (root, location) =>
    first(root, location).flatMap((found) => second(root, found));

const byKey =
  (key: string): Step =>
  (_, location) => [[...location, key]];

const byIndex =
  (index: number): Step =>
  (root, location) => {
    const list = valueAt(root, location);
    const length = Array.isArray(list) ? list.length : 0;
    return [[...location, index < 0 ? length + index : index]];
  };

const everyChild: Step = (root, location) => {
  const value = valueAt(root, location);
  if (Array.isArray(value)) return value.map((_, index) => [...location, index]);
  return isRecord(value) ? Object.keys(value).map((key) => [...location, key]) : [];
};

function nameOf(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replaceAll(/\\(.)/g, '$1') : text;
}

type Condition = (root: unknown, location: Location) => boolean;

function readSelect(reader: Reader): Step | undefined {
  if (!accept(reader, '(')) return undefined;
  const condition = readOr(reader);
  if (condition === undefined || !accept(reader, ')')) return undefined;
  return readSuffixes(reader, (root, location) => (condition(root, location) ? [location] : []));
}

function readOr(reader: Reader): Condition | undefined {
  let condition = readAnd(reader);
  while (condition && accept(reader, 'or')) {
    const [left, right]: [Condition, Condition | undefined] = [condition, readAnd(reader)];
    condition = right && ((root, location) => left(root, location) || right(root, location));
  }
  return condition;
}

function readAnd(reader: Reader): Condition | undefined {
  let condition = readComparison(reader);
  while (condition && accept(reader, 'and')) {
    const [left, right]: [Condition, Condition | undefined] = [condition, readComparison(reader)];
    condition = right && ((root, location) => left(root, location) && right(root, location));
  }
  return condition;
}

type Test = (value: unknown) => boolean;

function readComparison(reader: Reader): Condition | undefined {
  const path = readTerm(reader);
  if (path === undefined) return undefined;
  let test: Test | undefined = (value) => value !== undefined && value !== null && value !== false;
  if (peek(reader) === '==' || peek(reader) === '!=') {
    const isEqual = reader.tokens[reader.at++] === '==';
    const literal = readLiteral(reader);
    test = literal && ((value) => ((value ?? null) === literal.value) === isEqual);
  } else if (accept(reader, '|')) {
    test = readFunction(reader);
  }
  const decide = test;
  return decide && ((root, location) => path(root, location).some((found) => decide(valueAt(root, found))));
}

function readLiteral(reader: Reader): { readonly value: unknown } | undefined {
  const text = reader.tokens[reader.at++] ?? '';
  if (text.startsWith('"')) return { value: nameOf(text) };
  if (text === 'true' || text === 'false') return { value: text === 'true' };
  if (text === 'null') return { value: null };
  return /^-?\d/.test(text) ? { value: Number(text) } : undefined;
}

function readFunction(reader: Reader): Test | undefined {
  const name = reader.tokens[reader.at++] ?? '';
  if (name === 'not') return (value) => value === undefined || value === null || value === false;
  if (!accept(reader, '(')) return undefined;
  const argument = readLiteral(reader)?.value;
  if (typeof argument !== 'string' || !accept(reader, ')')) return undefined;
  if (name === 'has') return (value) => isRecord(value) && Object.hasOwn(value, argument);
  const test = name === 'test' ? patternTest(argument) : Object.hasOwn(textTests, name) ? textTests[name] : undefined;
  return test && ((value) => typeof value === 'string' && test(value, argument));
}

const textTests: Readonly<Record<string, (text: string, argument: string) => boolean>> = {
  startswith: (text, argument) => text.startsWith(argument),
  endswith: (text, argument) => text.endsWith(argument),
  contains: (text, argument) => text.includes(argument),
};

function patternTest(pattern: string): ((text: string) => boolean) | undefined {
  const compiled = compileExpression(pattern);
  return compiled.ok ? compiled.isFoundIn : undefined;
}
