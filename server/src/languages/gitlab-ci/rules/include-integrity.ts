import type { Rule } from '../../language.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { includeRule } from './include-problems.ts';

/** https://docs.gitlab.com/ci/yaml/#includeintegrity */
export const includeIntegrity: Rule<Pipeline> = includeRule({
  code: 'gitlab-ci/include-integrity',
  severity: 'error',
});
