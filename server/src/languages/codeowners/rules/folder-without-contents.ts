import type { TextRule } from '../../text-language.ts';
import { uncoveredPatterns } from '../uncovered.ts';
import type { OwnersFile } from '../owners-file.ts';

/** `docs` or `docs/**`: fits a folder, and not (all of) what is in it. */
export const folderWithoutContents: TextRule<OwnersFile> = {
  code: 'codeowners/folder-without-contents',
  severity: 'warning',
  *check(model, snapshot) {
    for (const { pattern, range, kind, meant } of uncoveredPatterns(model, snapshot)) {
      if (kind === 'nothing' || meant === undefined) continue;
      const what =
        kind === 'folder'
          ? `'${pattern}' fits the folder and nothing in it`
          : `'${pattern}' fits what lies directly in the folder and nothing deeper: at the end '**' is the same as '*'`;
      const fix = { title: `Change to '${meant}'`, edits: [{ range, newText: meant }] };
      yield { range, message: `${what}; for all that is in it write '${meant}'`, fix };
    }
  },
};
