import { issueFindings } from '../../issue-findings.ts';
import type { Rule } from '../../language.ts';
import type { AgentConfiguration } from '../configuration.ts';

/** A key that Plumbline does not know. The agent refuses a file with a key that it does not know; a newer one may know more. */
export const unknownField: Rule<AgentConfiguration> = {
  code: 'gitlab-agent/unknown-field',
  severity: 'warning',
  check: (model) => issueFindings(model, 'unknown-field'),
};
