import type { OffsetRange } from '../../../base/range.ts';
import type { Highlight } from '../../editing.ts';
import { spotAt, type Spot } from '../cursor.ts';
import { sourceOf, type OwnerWord } from '../owner.ts';
import { placed, type OwnersFile } from '../owners-file.ts';

/** Every place that names the same owner, section or pattern as the cursor; none elsewhere. */
export function highlights(model: OwnersFile, offset: number): readonly Highlight[] {
  const spot = spotAt(model, offset);
  return spot === undefined ? [] : placesOf(model, spot).map((range) => ({ range, isDeclaration: false }));
}

function placesOf(model: OwnersFile, spot: Spot): readonly OffsetRange[] {
  const { sections, entries, heads } = model;
  if (spot.kind === 'owner') {
    const names = namesOf(spot.word);
    return [...heads, ...entries].flatMap((place) =>
      place.line.owners
        .filter((word) => namesOf(word).some((name) => names.includes(name)))
        .map((word) => placed(place, word)),
    );
  }
  if (spot.kind === 'header') {
    const section = sections.find((each) => each.heads.includes(spot.head));
    return (section?.heads ?? []).map((head) => placed(head, head.line.nameRange));
  }
  const { normalized } = spot.entry.line;
  const same = entries.filter(({ line }) => line.normalized === normalized);
  return same.map((entry) => placed(entry, entry.line.patternRange));
}

/** Users and groups are the same in any case. */
function namesOf({ references }: OwnerWord): readonly string[] {
  return references.map((reference) => sourceOf(reference).toLowerCase());
}
