import type { Rule } from '../../language.ts';
import type { AgentConfiguration } from '../configuration.ts';
import { findingsOf } from '../findings.ts';

/** A key that is set twice. */
export const duplicateKey: Rule<AgentConfiguration> = {
  code: 'gitlab-agent/duplicate-key',
  severity: 'error',
  check: (model) => findingsOf(model, 'duplicate-field'),
};
