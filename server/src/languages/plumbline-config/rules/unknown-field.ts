import { issueFindings } from '../../issue-findings.ts';
import type { Rule } from '../../language.ts';
import type { ConfigurationFile } from '../configuration.ts';

/** A field that the configuration does not have. */
export const unknownField: Rule<ConfigurationFile> = {
  code: 'plumbline-config/unknown-field',
  severity: 'error',
  check: (model) => issueFindings(model, 'unknown-field'),
};
