import { issueFindings } from '../../issue-findings.ts';
import type { Rule } from '../../language.ts';
import type { AgentConfiguration } from '../configuration.ts';

/** A value that is none of the allowed ones. */
export const invalidValue: Rule<AgentConfiguration> = {
  code: 'gitlab-agent/invalid-value',
  severity: 'error',
  check: (model) => issueFindings(model, 'invalid-value'),
};
