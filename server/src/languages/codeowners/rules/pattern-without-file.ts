import type { TextRule } from '../../text-language.ts';
import { uncoveredPatterns } from '../uncovered.ts';
import type { OwnersFile } from '../owners-file.ts';

/** A pattern that fits no file of the repository as it is now. */
export const patternWithoutFile: TextRule<OwnersFile> = {
  code: 'codeowners/pattern-without-file',
  severity: 'information',
  *check(model, snapshot) {
    for (const { pattern, range, kind } of uncoveredPatterns(model, snapshot)) {
      if (kind === 'nothing') yield { range, message: `'${pattern}' fits no file of the repository` };
    }
  },
};
