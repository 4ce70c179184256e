import type { Rule } from '../../language.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { includeRule } from './include-problems.ts';

/** https://docs.gitlab.com/ci/yaml/#include: the file, project, branch, template, component or version has to be there. */
export const includeNotFound: Rule<Pipeline> = includeRule({
  code: 'gitlab-ci/include-not-found',
  severity: 'error',
});
