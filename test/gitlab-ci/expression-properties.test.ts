import fc from 'fast-check';
import { expect, test } from 'vitest';
import { semantics } from '../../server/src/languages/gitlab-ci/index.ts';

const NAMES = ['A', 'B', 'C'];
const TEXTS = ['', ' ', 'main', 'v1.0', '/^v/', '/MAIN/i', '/(/'];

const text = fc.constantFrom(...TEXTS);
const value = fc.oneof(text, fc.constant(null));
const variable = fc.constantFrom(...NAMES).map((name) => `$${name}`);
const literal = fc.oneof(
  text.map((each) => `"${each}"`),
  fc.constant('null'),
);
const operand = fc.oneof(variable, literal);

const condition = fc.letrec<{ readonly any: string; readonly comparison: string }>((tie) => ({
  comparison: fc.oneof(
    fc.tuple(operand, fc.constantFrom('==', '!='), operand).map((parts) => parts.join(' ')),
    fc
      .tuple(operand, fc.constantFrom('=~', '!~'), fc.oneof(fc.constantFrom('/^v/', '/MAIN/i', '/^$/'), variable))
      .map((parts) => parts.join(' ')),
  ),
  any: fc.oneof(
    { maxDepth: 4 },
    operand,
    tie('comparison'),
    tie('any').map((inner) => `(${inner})`),
    tie('any').map((inner) => `!(${inner})`),
    fc.tuple(tie('any'), fc.constantFrom('&&', '||', '==', '!='), tie('any')).map((parts) => parts.join(' ')),
  ),
})).any;

const assignment = fc.record({ A: value, B: value, C: value });

type Assignment = Readonly<Record<string, string | null | undefined>>;

function judge(expression: string, given: Assignment): boolean | undefined {
  return semantics.isTruthful(semantics.evaluateText(expression, (name) => given[name]));
}

test('with every variable known a condition holds or does not', () => {
  fc.assert(
    fc.property(condition, assignment, (expression, given) => {
      expect(judge(expression, given)).not.toBe(undefined);
    }),
  );
});

test('what is said without some variables is true whatever they are', () => {
  fc.assert(
    fc.property(condition, assignment, fc.subarray(NAMES), assignment, (expression, given, unknown, other) => {
      const without = Object.fromEntries(Object.entries(given).filter(([name]) => !unknown.includes(name)));
      const said = judge(expression, without);
      fc.pre(said !== undefined);
      expect(judge(expression, { ...other, ...without })).toBe(said);
    }),
    { numRuns: 2000 },
  );
});

test('what is unknown is so because of a variable that nobody gave', () => {
  fc.assert(
    fc.property(condition, assignment, fc.subarray(NAMES), (expression, given, unknown) => {
      const without = Object.fromEntries(Object.entries(given).filter(([name]) => !unknown.includes(name)));
      const result = semantics.evaluateText(expression, (name) => without[name]);
      if (result.known) return;
      expect(result.because.length).toBeGreaterThan(0);
      for (const name of result.because) expect(unknown).toContain(name.slice(1));
    }),
  );
});

test('parentheses and a double negation do not change what holds', () => {
  fc.assert(
    fc.property(condition, assignment, (expression, given) => {
      expect(judge(`(${expression})`, given)).toBe(judge(expression, given));
      expect(judge(`!(!(${expression}))`, given)).toBe(judge(`!!(${expression})`, given));
    }),
  );
});
