import { issueFindings } from '../../issue-findings.ts';
import type { Rule } from '../../language.ts';
import type { ConfigurationFile } from '../configuration.ts';

/** A key that is set twice: only the last one counts. */
export const duplicateKey: Rule<ConfigurationFile> = {
  code: 'plumbline-config/duplicate-key',
  severity: 'error',
  check: (model) => issueFindings(model, 'duplicate-field'),
};
