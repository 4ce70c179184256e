import { ownText, ownValue } from '../../../server/src/base/record.ts';
import { semantics } from '../../../server/src/languages/gitlab-ci/index.ts';
import { compare, firstOf, unknownExpectations, type Case } from '../judge.ts';

/** Conditions: their words, their tree and their value. */
export function expressionComplaint({ input, expect }: Case): string | undefined {
  const scanned = ownText(input, 'scan_pattern');
  if (scanned !== undefined) return compare('pattern', expect['regexp'], scan(scanned));
  const built = ownText(input, 'build_pattern');
  if (built !== undefined) return buildComplaint(built, expect);
  const text = ownText(input, 'expression') ?? '';
  const variables = ownValue(input, 'variables');
  const result = semantics.evaluateText(text, (name) => valueOf(name, variables, input['inputs']));
  const parsed = semantics.parseExpression(text);
  const { tokens } = semantics.tokenize(text);
  const checks: Readonly<Record<string, () => unknown>> = {
    value: () => (result.known ? result.value : 'unknown'),
    truthful: () => semantics.isTruthful(result) === true,
    tokens: () => tokens.map((token) => token.text),
    token_count: () => tokens.length,
    tree: () => (parsed.ok ? semantics.describeTree(parsed.expression) : parsed.problem.message),
    valid: () => parsed.ok,
    input_names: () => (parsed.ok ? inputNames(tokens.map((token) => token.text)) : []),
  };
  return firstOf([
    unknownExpectations(expect, Object.keys(checks)),
    ...Object.entries(expect).map(([key, expected]) => compare(key, expected, checks[key]?.())),
  ]);
}

/** Variables by name; inputs as `inputs.name`, which stand beside the variables or among them. */
function valueOf(name: string, variables: unknown, given: unknown): string | boolean | null {
  const inputs = given ?? ownValue(variables, 'inputs');
  const value = name.startsWith('inputs.') ? ownValue(inputs, name.slice(7)) : ownValue(variables, name);
  return typeof value === 'string' || typeof value === 'boolean' ? value : null;
}

/** The pattern at the start of a text as GitLab's own tests write it: its flags stand in front. */
function scan(text: string): string | null {
  const token = semantics.patternAt(text);
  const pattern = token === undefined ? undefined : semantics.readPattern(token);
  if (pattern === undefined) return null;
  return pattern.flags === '' ? pattern.source : `(?${pattern.flags})${pattern.source}`;
}

function buildComplaint(text: string, expect: Case['expect']): string | undefined {
  const pattern = semantics.readPattern(text);
  const compiled = pattern && semantics.compilePattern(pattern);
  return compare('error', expect['error'], compiled?.ok === true ? undefined : 'SyntaxError');
}

function inputNames(tokens: readonly string[]): string[] {
  const names = tokens.flatMap((token) => /^\$\[\[\s*inputs\.([\w-]+)/.exec(token)?.[1] ?? []);
  return [...new Set(names)];
}
