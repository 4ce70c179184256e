import { issueFindings } from '../../issue-findings.ts';
import type { Rule } from '../../language.ts';
import type { JudgedFile } from '../judge.ts';

/** A key that is set twice: readers of YAML take the last one, or refuse the file. */
export const duplicateKey: Rule<JudgedFile> = {
  code: 'user-schema/duplicate-key',
  severity: 'error',
  check: (model) => issueFindings(model, 'duplicate-field'),
};
