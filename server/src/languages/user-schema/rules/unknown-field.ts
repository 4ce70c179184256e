import { issueFindings } from '../../issue-findings.ts';
import type { Rule } from '../../language.ts';
import type { JudgedFile } from '../judge.ts';

/** A field that the schema does not allow. */
export const unknownField: Rule<JudgedFile> = {
  code: 'user-schema/unknown-field',
  severity: 'error',
  check: (model) => issueFindings(model, 'unknown-field'),
};
