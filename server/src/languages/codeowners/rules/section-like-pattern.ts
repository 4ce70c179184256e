import type { TextRule } from '../../text-language.ts';
import { placed, type OwnersFile } from '../owners-file.ts';

/** `[abc].yaml @owner`: meant as a pattern, read as the header of a section called 'abc'. */
export const sectionLikePattern: TextRule<OwnersFile> = {
  code: 'codeowners/section-like-pattern',
  severity: 'warning',
  *check({ heads, file }) {
    for (const head of heads) {
      const { line } = head;
      if (line.isOptional || line.ignored.start !== line.nameRange.end) continue;
      const rest = placed(head, line.ignored);
      const pattern = `[${line.name}]${/^\S*/.exec(file.text.slice(rest.start, rest.end))?.[0] ?? ''}`;
      if (pattern.endsWith(']')) continue;
      const range = placed(head, { start: line.nameRange.start, end: line.nameRange.start + pattern.length });
      yield {
        range,
        message: `GitLab takes this line for the header of a section called '${line.name}'; a pattern does not begin with '[', so write '**/${pattern}', or '/${pattern}' for the root folder only`,
        fix: { title: `Change to '**/${pattern}'`, edits: [{ range, newText: `**/${pattern}` }] },
      };
    }
  },
};
