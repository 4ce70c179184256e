import type { Rule } from '../../language.ts';
import type { ConfigurationFile } from '../configuration.ts';
import { findingsOf } from '../findings.ts';

/** A value of another type than the field's. */
export const wrongType: Rule<ConfigurationFile> = {
  code: 'plumbline-config/wrong-type',
  severity: 'error',
  check: (model) => findingsOf(model, 'wrong-type'),
};
