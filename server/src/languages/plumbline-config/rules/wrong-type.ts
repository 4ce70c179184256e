import { issueFindings } from '../../issue-findings.ts';
import type { Rule } from '../../language.ts';
import type { ConfigurationFile } from '../configuration.ts';

/** A value of another type than the field's. */
export const wrongType: Rule<ConfigurationFile> = {
  code: 'plumbline-config/wrong-type',
  severity: 'error',
  check: (model) => issueFindings(model, 'wrong-type'),
};
