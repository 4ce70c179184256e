import type { Rule } from '../../language.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { includeRule } from './include-problems.ts';

/** https://docs.gitlab.com/administration/instance_limits/#maximum-size-and-depth-of-cicd-configuration-yaml-files */
export const includeTooLarge: Rule<Pipeline> = includeRule({
  code: 'gitlab-ci/include-too-large',
  severity: 'warning',
});
