import { issueFindings } from '../../issue-findings.ts';
import type { Rule } from '../../language.ts';
import type { AgentConfiguration } from '../configuration.ts';

/** A value of another type than the agent can read. */
export const wrongType: Rule<AgentConfiguration> = {
  code: 'gitlab-agent/wrong-type',
  severity: 'error',
  check: (model) => issueFindings(model, 'wrong-type'),
};
