import type { Rule } from '../../language.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { includeRule } from './include-problems.ts';

/** https://docs.gitlab.com/ci/yaml/#include: what is included is YAML with keys at its top level. */
export const includeBroken: Rule<Pipeline> = includeRule({
  code: 'gitlab-ci/include-broken',
  severity: 'error',
});
