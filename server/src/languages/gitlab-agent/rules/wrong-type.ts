import type { Rule } from '../../language.ts';
import type { AgentConfiguration } from '../configuration.ts';
import { findingsOf } from '../findings.ts';

/** A value of another type than the agent can read. */
export const wrongType: Rule<AgentConfiguration> = {
  code: 'gitlab-agent/wrong-type',
  severity: 'error',
  check: (model) => findingsOf(model, 'wrong-type'),
};
