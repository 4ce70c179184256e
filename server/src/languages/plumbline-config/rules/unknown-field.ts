import type { Rule } from '../../language.ts';
import type { ConfigurationFile } from '../configuration.ts';
import { findingsOf } from '../findings.ts';

/** A field that the configuration does not have. */
export const unknownField: Rule<ConfigurationFile> = {
  code: 'plumbline-config/unknown-field',
  severity: 'error',
  check: (model) => findingsOf(model, 'unknown-field'),
};
