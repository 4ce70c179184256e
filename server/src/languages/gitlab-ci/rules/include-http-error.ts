import type { Rule } from '../../language.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { includeRule } from './include-problems.ts';

/** https://docs.gitlab.com/ci/yaml/#includeremote: GitLab fetches the file with a GET request without signing in. */
export const includeHttpError: Rule<Pipeline> = includeRule({
  code: 'gitlab-ci/include-http-error',
  severity: 'error',
});
