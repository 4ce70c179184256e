import { isRecord, ownText, ownValue, type DataRecord } from '../../../server/src/base/record.ts';
import { semantics } from '../../../server/src/languages/gitlab-ci/index.ts';
import { compare, firstOf, matchErrors, unknownExpectations, type Case } from '../judge.ts';

interface Outcome {
  readonly value?: unknown;
  readonly merged?: unknown;
  readonly errors: readonly string[];
}

/** Inputs, their specifications, interpolation and its functions. */
export function inputsComplaint({ input, expect }: Case): string | undefined {
  const call = ownText(input, 'function_text');
  if (call !== undefined) {
    return compare('matches_a_function', expect['matches_a_function'], semantics.isFunctionCall(call));
  }
  const outcome = outcomeOf(input);
  if (outcome === undefined) return 'the runner does not know this kind of case';
  return firstOf([
    unknownExpectations(expect, ['value', 'merged', 'errors', 'errors_include', 'errors_match', 'valid']),
    'valid' in expect ? compare('valid', expect['valid'], outcome.errors.length === 0) : undefined,
    matchErrors(expect, outcome.errors),
    'value' in expect ? compare('value', expect['value'], outcome.value) : undefined,
    'merged' in expect ? compare('merged', expect['merged'], outcome.merged) : undefined,
  ]);
}

function outcomeOf(input: DataRecord): Outcome | undefined {
  const call = ownText(input, 'function');
  if (call !== undefined) return resultOf(semantics.callFunction(call, input['value'], variablesOf(input)));
  const block = ownText(input, 'block');
  if (block !== undefined) {
    const values = { inputs: input['inputs'] ?? {} };
    return resultOf(semantics.interpolate(block, { values, variables: variablesOf(input) }));
  }
  if ('content' in input) return applied(input);
  if ('job_inputs' in input) {
    return { errors: semantics.errorsAlone(semantics.jobInputs, input['job_inputs'], 'inputs') };
  }
  return isRecord(input['spec_inputs']) ? specification(input['spec_inputs'], input) : undefined;
}

function specification(inputs: DataRecord, input: DataRecord): Outcome {
  const given = input['inputs'];
  if (!isRecord(given)) return { errors: semantics.errorsAlone(semantics.specificationInputs, inputs, 'inputs') };
  const { values, errors } = semantics.resolveInputs(inputs, given);
  return { value: values, errors };
}

function applied({ header, content, inputs, component }: DataRecord): Outcome {
  const { fill, error } = semantics.applyInputs({ header, given: inputs, component });
  const merged = fill ? semantics.mapTexts(content, fill) : content;
  const fault = error();
  return { merged, errors: fault === undefined ? [] : [fault] };
}

function resultOf(result: ReturnType<typeof semantics.interpolate>): Outcome {
  return result.ok ? { value: result.value, errors: [] } : { errors: [result.error] };
}

function variablesOf({ variables }: DataRecord): Parameters<typeof semantics.callFunction>[2] {
  const entries = isRecord(variables) ? Object.entries(variables) : [];
  return new Map(
    entries.map(([name, value]) => [
      name,
      typeof value === 'string'
        ? { value, masked: false }
        : { value: ownText(value, 'value') ?? '', masked: ownValue(value, 'masked') === true },
    ]),
  );
}
