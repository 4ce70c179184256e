import type { TextFinding } from '../../text-language.ts';
import type { Fault } from '../faults.ts';
import type { OwnersFile } from '../owners-file.ts';
import { faultRule } from './fault-rule.ts';

/** Words among the owners that name nobody. */
export const malformedEntryOwner = faultRule({
  code: 'codeowners/malformed-entry-owner',
  gitlab: 'malformed_entry_owner',
  fix: moveComment,
});

/** A comment at the end of a line goes to a line of its own, where GitLab knows it as one. */
function moveComment({ range, lineNumber }: Fault, { file }: OwnersFile): TextFinding['fix'] {
  const { text, lines } = file;
  if (text[range.start] !== '#') return undefined;
  const [start, end] = [lines.lineStart(lineNumber), lines.lineEnd(lineNumber)];
  const before = text.slice(start, range.start).trimEnd();
  const comment = text.slice(range.start, end).trimEnd();
  return {
    title: 'Move the comment to a line of its own',
    edits: [{ range: { start, end }, newText: `${comment}\n${before}` }],
  };
}
