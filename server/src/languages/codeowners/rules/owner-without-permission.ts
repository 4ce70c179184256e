import type { TextFinding, TextRule } from '../../text-language.ts';
import { faultsOf } from '../faults.ts';
import type { OwnerWord } from '../owner.ts';
import { placed, type Entry, type Head, type OwnersFile } from '../owners-file.ts';
import { ownerNames } from '../people.ts';

/** GitLab looks at so many names and no more. */
const MAX_NAMES = 200;

/** Lists of names are cut here, and who is not in a part of a list may be in the rest. */
const MAX_KNOWN = 300;

/** `@name` that is no member who may approve and no group of the project. As GitLab, only of a file without other errors. */
export const ownerWithoutPermission: TextRule<OwnersFile> = {
  code: 'codeowners/owner-without-permission',
  severity: 'warning',
  *check(model, snapshot) {
    if (faultsOf(model).length > 0) return;
    const names = ownerNames(snapshot, model);
    if (names === undefined || names.length >= MAX_KNOWN) return;
    const known = new Set(names.map(({ name }) => name.toLowerCase()));
    const checked = new Set<string>();
    for (const place of placesOf(model)) yield* checkPlace(place, known, checked);
  },
};

/** Where somebody is named, in the order of the text. */
function placesOf({ heads, entries }: OwnersFile): readonly (Head | Entry)[] {
  return [...heads, ...entries].toSorted((a, b) => a.lineNumber - b.lineNumber);
}

function* checkPlace(place: Head | Entry, known: ReadonlySet<string>, checked: Set<string>): Generator<TextFinding> {
  if (place.line.kind === 'entry' && place.line.isExclusion) return;
  for (const word of place.line.owners) {
    const names = namesIn(word);
    for (const name of names) if (checked.size < MAX_NAMES) checked.add(name);
    const stranger = names.find((name) => checked.has(name) && !known.has(name));
    if (stranger === undefined) continue;
    const who = stranger.includes('/') ? '' : 'is no member of the project with at least the role Developer, and ';
    const message = `'${word.text}' ${who}is no group that the project lies in or was shared with, so it owns nothing (GitLab: owner_without_permission)`;
    yield { range: placed(place, word), message };
  }
}

function namesIn({ references }: OwnerWord): readonly string[] {
  return references.flatMap((each) => (each.kind === 'name' ? [`@${each.path.toLowerCase()}`] : []));
}
