import { issueFindings } from '../../issue-findings.ts';
import type { Rule } from '../../language.ts';
import type { ConfigurationFile } from '../configuration.ts';

/** A value that is none of the allowed ones. */
export const invalidValue: Rule<ConfigurationFile> = {
  code: 'plumbline-config/invalid-value',
  severity: 'error',
  check: (model) => issueFindings(model, 'invalid-value'),
};
