import { isRecord, ownText, type DataRecord } from '../../../server/src/base/record.ts';
import { semantics } from '../../../server/src/languages/gitlab-ci/index.ts';
import { compare, firstOf, matchErrors, unknownExpectations, type Case } from '../judge.ts';

/** The case is of a kind that another runner knows. */
export const OTHER = Symbol('another kind of case');
type Other = typeof OTHER;

/** One keyword's value alone. */
export function entryComplaint({ input, expect }: Case): string | undefined | Other {
  if ('interpolate' in input) return matrixComplaint(input, expect);
  if ('inherit_variables' in input && 'variable' in input) {
    const { inherit_variables: list, variable } = input;
    const isTaken = list !== false && (!Array.isArray(list) || list.includes(variable));
    return compare('inherited', expect['inherited'], isTaken);
  }
  const errors = errorsOf(input);
  if (errors === undefined) return OTHER;
  return firstOf([
    unknownExpectations(expect, ['valid', 'errors', 'errors_include', 'errors_match', 'value']),
    'valid' in expect ? compare('valid', expect['valid'], errors.length === 0) : undefined,
    matchErrors(expect, errors),
    'value' in expect ? compare('value', expect['value'], valueOf(input)) : undefined,
  ]);
}

/** One include as an entry, which does not ask whether its file is there. */
export function includeComplaint({ input, expect }: Case): string | undefined {
  const { include } = input;
  const errors = semantics.errorsAlone(semantics.includeEntry, include, 'include');
  return firstOf([
    unknownExpectations(expect, ['valid', 'errors', 'errors_include', 'errors_match', 'value']),
    'valid' in expect ? compare('valid', expect['valid'], errors.length === 0) : undefined,
    matchErrors(expect, errors),
    'value' in expect ? compare('value', expect['value'], include) : undefined,
  ]);
}

function errorsOf(input: DataRecord): readonly string[] | undefined {
  const { errorsAlone } = semantics;
  if ('rule' in input) {
    const allowed = texts(input['allowed_when']);
    const where = allowed.includes('on_success') ? 'job' : 'workflow';
    return errorsAlone(semantics.ruleEntry(allowed, where), input['rule'], 'rule');
  }
  if ('workflow' in input) return errorsAlone(semantics.workflowEntry, input['workflow'], 'workflow');
  if ('trigger' in input) return errorsAlone(semantics.triggerEntry, input['trigger'], 'trigger');
  if ('needs' in input) return errorsAlone(semantics.needsEntry('job', 'cross_dependency'), input['needs'], 'needs');
  if ('inherit_variables' in input)
    return errorsAlone(semantics.inheritedVariables, input['inherit_variables'], 'variables');
  if (!('variable' in input)) return undefined;
  const allowed = texts(input['allowed_value_data']) as Parameters<typeof semantics.variableEntry>[0];
  return errorsAlone(semantics.variableEntry(allowed), input['variable'], ownText(input, 'key') ?? 'variable');
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function valueOf(input: DataRecord): unknown {
  const { trigger, workflow, rule } = input;
  if (!('variable' in input)) return typeof trigger === 'string' ? { project: trigger } : (trigger ?? workflow ?? rule);
  return semantics.readVariables({ variable: input['variable'] }).get('variable');
}

function matrixComplaint(input: DataRecord, expect: DataRecord): string | undefined {
  const given = input['matrix_variables'];
  const variables = new Map(isRecord(given) ? Object.entries(given).map(([name, value]) => [name, String(value)]) : []);
  const { value, errors } = semantics.fillMatrix(input['interpolate'], variables);
  return firstOf([
    unknownExpectations(expect, ['value', 'errors', 'errors_include', 'errors_match']),
    'value' in expect ? compare('value', expect['value'], value) : undefined,
    matchErrors(expect, errors),
  ]);
}
