import { issueFindings } from '../../issue-findings.ts';
import type { Rule } from '../../language.ts';
import type { AgentConfiguration } from '../configuration.ts';

/** A key that is set twice. */
export const duplicateKey: Rule<AgentConfiguration> = {
  code: 'gitlab-agent/duplicate-key',
  severity: 'error',
  check: (model) => issueFindings(model, 'duplicate-field'),
};
