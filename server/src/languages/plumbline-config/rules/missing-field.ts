import type { Rule } from '../../language.ts';
import type { ConfigurationFile } from '../configuration.ts';
import { findingsOf } from '../findings.ts';

/** A required field that is not there. */
export const missingField: Rule<ConfigurationFile> = {
  code: 'plumbline-config/missing-field',
  severity: 'error',
  check: (model) => findingsOf(model, 'missing-field'),
};
