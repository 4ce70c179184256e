import type { Rule } from '../../language.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { keywordFindings } from './keyword-findings.ts';

/** https://docs.gitlab.com/ci/yaml/: a keyword that GitLab asks for inside another one. */
export const missingKeyword: Rule<Pipeline> = {
  code: 'gitlab-ci/missing-keyword',
  severity: 'error',
  check: (pipeline) => keywordFindings(pipeline, 'missing-keyword'),
};
