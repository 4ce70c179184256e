import type { Rule } from '../../language.ts';
import type { AgentConfiguration } from '../configuration.ts';
import { findingsOf } from '../findings.ts';

/** A value that is none of the allowed ones. */
export const invalidValue: Rule<AgentConfiguration> = {
  code: 'gitlab-agent/invalid-value',
  severity: 'error',
  check: (model) => findingsOf(model, 'invalid-value'),
};
