import { code } from '../../../base/markdown.ts';
import { counted } from '../../../base/words.ts';
import type { Snapshot } from '../../../workspace/snapshot.ts';
import { sourceOf, type OwnerWord, type Reference } from '../owner.ts';
import { ownersOf, type OwnersFile } from '../owners-file.ts';
import { ownerNames } from '../people.ts';

/** Who is meant by a word where owners stand, and how often he owns something here. */
export function describeOwner(model: OwnersFile, snapshot: Snapshot, word: OwnerWord): string[] {
  if (word.references.length === 0) return [`${code(word.text)} names nobody.`];
  return word.references.flatMap((reference) => {
    const source = sourceOf(reference);
    const entries = model.entries.filter((entry) => ownersOf(entry).some((owner) => sourceOf(owner) === source));
    const known = ownerNames(snapshot, model)?.find(({ name }) => name.toLowerCase() === source.toLowerCase());
    const detail = known?.detail === undefined ? '' : `: ${known.detail}`;
    return [
      `**${code(source)}**${detail}`,
      explain(reference),
      `Owner in ${counted(entries.length, 'entry')} of this file.`,
    ];
  });
}

/** https://docs.gitlab.com/user/project/codeowners/advanced/#group-inheritance-and-eligibility says who is eligible. */
function explain(reference: Reference): string {
  if (reference.kind === 'email') return 'The user who has confirmed this e-mail address.';
  if (reference.kind === 'role')
    return `Everybody who is a direct member of the project with the role ${reference.role}.`;
  if (reference.path.includes('/'))
    return 'A group: its direct members count, and only if the group is an ancestor of the project or was invited to it.';
  return 'A user who is a member with at least the role developer, or a group whose direct members count.';
}
