import type { Rule } from '../../language.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { includeRule } from './include-problems.ts';

/** https://docs.gitlab.com/ci/components/#use-a-component and https://docs.gitlab.com/ci/yaml/#includeremote */
export const includeInvalidAddress: Rule<Pipeline> = includeRule({
  code: 'gitlab-ci/include-invalid-address',
  severity: 'error',
});
