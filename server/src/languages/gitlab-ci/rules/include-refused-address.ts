import type { Rule } from '../../language.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { includeRule } from './include-problems.ts';

/** Addresses of this machine and of private networks are not asked for on behalf of a file; GitLab has the same protection. */
export const includeRefusedAddress: Rule<Pipeline> = includeRule({
  code: 'gitlab-ci/include-refused-address',
  severity: 'warning',
});
