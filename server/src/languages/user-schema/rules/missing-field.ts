import { issueFindings } from '../../issue-findings.ts';
import type { Rule } from '../../language.ts';
import type { JudgedFile } from '../judge.ts';

/** A field that the schema requires. */
export const missingField: Rule<JudgedFile> = {
  code: 'user-schema/missing-field',
  severity: 'error',
  check: (model) => issueFindings(model, 'missing-field'),
};
