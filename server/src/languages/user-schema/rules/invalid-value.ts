import { issueFindings } from '../../issue-findings.ts';
import type { Rule } from '../../language.ts';
import type { JudgedFile } from '../judge.ts';

/** A value that the schema does not allow. */
export const invalidValue: Rule<JudgedFile> = {
  code: 'user-schema/invalid-value',
  severity: 'error',
  check: (model) => issueFindings(model, 'invalid-value'),
};
