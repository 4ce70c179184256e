import type { TextRule } from '../../text-language.ts';
import { placed, type Entry, type OwnersFile } from '../owners-file.ts';

/** The same pattern twice in a section: to GitLab one entry with the place of the first and the owners of the last. */
export const repeatedPattern: TextRule<OwnersFile> = {
  code: 'codeowners/repeated-pattern',
  severity: 'warning',
  *check({ entries, file }) {
    const seen = new Map<string, Entry>();
    for (const entry of entries) {
      const key = `${entry.sectionName}\n${entry.line.normalized}`;
      const first = seen.get(key);
      if (first === undefined) {
        seen.set(key, entry);
        continue;
      }
      const same = first.line.pattern === entry.line.pattern ? '' : `, which means the same as '${entry.line.pattern}'`;
      yield {
        range: placed(entry, entry.line.patternRange),
        message: `This section has '${first.line.pattern}' already${same}: GitLab takes the owners from here and the place from line ${first.lineNumber + 1}, so lines between the two win over this one; keep one of them`,
        related: [
          {
            location: { path: file.path, range: placed(first, first.line.patternRange) },
            message: 'It stands here first; these owners have no effect',
          },
        ],
      };
    }
  },
};
