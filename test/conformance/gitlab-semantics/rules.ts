import { isRecord, ownText, ownValue } from '../../../server/src/base/record.ts';
import { semantics } from '../../../server/src/languages/gitlab-ci/index.ts';
import { compare, firstOf, unknownExpectations, type Case } from '../judge.ts';

/** Rules, `changes` and `exists` by themselves. */
export function rulesComplaint({ input, expect }: Case): string | undefined {
  const variables = semantics.readVariables(input['variables']);
  const lookUp = semantics.createLookUp([variables], 'unset');
  const context = {
    input: { event: 'push', changedPaths: textsOf(input['changed_files']), paths: textsOf(input['repo_files']) },
    lookUp,
  } as const;
  if ('changes' in input && !('repo' in input)) {
    return compare('satisfied', expect['satisfied'], semantics.judgeChanges(input['changes'], context).holds);
  }
  if ('exists' in input && 'satisfied' in expect) {
    return compare('satisfied', expect['satisfied'], semantics.judgeExists(input['exists'], context).holds);
  }
  return 'rules' in input ? listComplaint({ input, expect }, context) : 'the runner does not know this kind of case';
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function listComplaint(
  { input, expect }: Case,
  context: Parameters<typeof semantics.evaluateRules>[1],
): string | undefined {
  const byDefault = ownText(input, 'default_when');
  const { rules } = input;
  const rule = rules === null ? {} : semantics.evaluateRules(rules, context).possible[0]?.rule;
  const got: Readonly<Record<string, unknown>> = {
    when: rule === undefined ? 'never' : (ownText(rule, 'when') ?? byDefault),
    start_in: isRecord(rule) ? ownValue(rule, 'start_in') : undefined,
    allow_failure: isRecord(rule) ? ownValue(rule, 'allow_failure') : undefined,
  };
  return firstOf([
    unknownExpectations(expect, Object.keys(got)),
    ...Object.entries(expect).map(([key, expected]) => compare(key, expected, got[key])),
  ]);
}
