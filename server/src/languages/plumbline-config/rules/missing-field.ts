import { isBroken } from '../../../yaml/file.ts';
import { issueFindings } from '../../issue-findings.ts';
import type { Rule } from '../../language.ts';
import type { ConfigurationFile } from '../configuration.ts';

/** A required field that is not there. Nothing is said of broken text: the field may be where it could not be read. */
export const missingField: Rule<ConfigurationFile> = {
  code: 'plumbline-config/missing-field',
  severity: 'error',
  *check(model) {
    const isRead = model.file.documents.every(({ document }) => !isBroken(document));
    if (isRead) yield* issueFindings(model, 'missing-field');
  },
};
