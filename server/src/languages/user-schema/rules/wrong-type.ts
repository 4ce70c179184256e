import { issueFindings } from '../../issue-findings.ts';
import type { Rule } from '../../language.ts';
import type { JudgedFile } from '../judge.ts';

/** A value of another type than the schema wants. */
export const wrongType: Rule<JudgedFile> = {
  code: 'user-schema/wrong-type',
  severity: 'error',
  check: (model) => issueFindings(model, 'wrong-type'),
};
