import type { Rule } from '../../language.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { includeRule } from './include-problems.ts';

/** What depends on a file that could not be had is not judged; this says which file and how to get it. */
export const includeUnknown: Rule<Pipeline> = includeRule({
  code: 'gitlab-ci/include-unknown',
  severity: 'information',
});
