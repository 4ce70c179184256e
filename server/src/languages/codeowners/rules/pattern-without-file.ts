import type { OffsetRange } from '../../../base/range.ts';
import type { TextFinding, TextRule } from '../../text-language.ts';
import { uncoveredPatterns } from '../uncovered.ts';
import type { OwnersFile } from '../owners-file.ts';

/** A pattern that fits no file of the repository as it is now. */
export const patternWithoutFile: TextRule<OwnersFile> = {
  code: 'codeowners/pattern-without-file',
  severity: 'information',
  *check(model, snapshot) {
    for (const { pattern, range, kind, meant } of uncoveredPatterns(model, snapshot)) {
      if (kind !== 'nothing') continue;
      const message = `'${pattern}' fits no file of the repository`;
      if (meant === undefined) yield { range, message };
      else yield { range, message: `${message}; did you mean '${meant}'?`, ...changeTo(range, meant) };
    }
  },
};

function changeTo(range: OffsetRange, newText: string): Pick<TextFinding, 'fix'> {
  return { fix: { title: `Change to '${newText}'`, edits: [{ range, newText }] } };
}
