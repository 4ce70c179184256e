import { shortened } from '../../../base/words.ts';
import type { TextRule } from '../../text-language.ts';
import { placed, type Head, type OwnersFile } from '../owners-file.ts';

/** What stands in a header after the part that GitLab can read, and default owners that name nobody beside some that do. */
export const ignoredHeaderText: TextRule<OwnersFile> = {
  code: 'codeowners/ignored-header-text',
  severity: 'warning',
  *check({ heads, file }) {
    for (const head of heads) {
      const { line } = head;
      const range = placed(head, line.ignored);
      const text = file.text.slice(range.start, range.end);
      // Without a space between them it is a pattern that looks like a header, which has a rule of its own.
      if (/^[^\s[]/.test(text) && line.ignored.start === line.nameRange.end && !line.isOptional) continue;
      if (text !== '')
        yield { range, message: `GitLab ignores '${shortened(text)}' in this header${wayOut(head, text)}` };
      if (!line.owners.some(({ references }) => references.length > 0)) continue;
      for (const owner of line.owners) {
        if (owner.references.length > 0) continue;
        const message = `'${shortened(owner.text)}' is no owner and is ignored; an owner is '@user', '@group/subgroup', '@@maintainer' (or another role) or an e-mail address`;
        yield { range: placed(head, owner), message };
      }
    }
  },
};

function wayOut({ line }: Head, text: string): string {
  if (/^\[\d+\]/.test(text))
    return `; the number of approvals stands right behind the name: '[${line.name}]${/^\[\d+\]/.exec(text)?.[0] ?? ''}'`;
  if (text.startsWith('[')) return "; in the second brackets stands the number of approvals, as in '[Name][2]'";
  if (text.startsWith('#')) return '; a comment stands on a line of its own';
  if (text.startsWith(',')) return ' and all owners after it; owners are separated by spaces';
  return '; after the name stand the number of approvals in brackets, then the default owners';
}
