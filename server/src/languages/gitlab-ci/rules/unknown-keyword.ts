import type { Rule } from '../../language.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { keywordFindings } from './keyword-findings.ts';

/** https://docs.gitlab.com/ci/yaml/: a keyword that GitLab does not have. */
export const unknownKeyword: Rule<Pipeline> = {
  code: 'gitlab-ci/unknown-keyword',
  severity: 'error',
  check: (pipeline) => keywordFindings(pipeline, 'unknown-keyword'),
};
