import type { Rule } from '../../language.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { inputRuleFindings } from './input-rules.ts';
import { keywordFindings } from './keyword-findings.ts';

/** https://docs.gitlab.com/ci/yaml/: a value of the wrong type, or one that is not allowed. */
export const invalidValue: Rule<Pipeline> = {
  code: 'gitlab-ci/invalid-value',
  severity: 'error',
  *check(pipeline) {
    yield* keywordFindings(pipeline, 'invalid-value');
    yield* inputRuleFindings(pipeline);
  },
};
