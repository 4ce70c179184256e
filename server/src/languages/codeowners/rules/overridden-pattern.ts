import type { TextFinding, TextRule } from '../../text-language.ts';
import { placed, type Entry, type OwnersFile, type Section } from '../owners-file.ts';

/** An entry that can own nothing, because a later line or an exclusion of its section fits all that it fits. */
export const overriddenPattern: TextRule<OwnersFile> = {
  code: 'codeowners/overridden-pattern',
  severity: 'warning',
  *check({ sections, file }) {
    for (const section of sections) yield* checkSection(section, file.path);
  },
};

/** From the last entry to the first: what was met before decides. */
function* checkSection({ ranks }: Section, path: string): Generator<TextFinding> {
  const entries = Array.from(ranks.values(), ({ last }) => last).toReversed();
  const exclusions = new Map<string, Entry>();
  for (const entry of entries) if (entry.line.isExclusion) note(exclusions, entry);
  const later = new Map<string, Entry>();
  for (const entry of entries) {
    if (entry.line.isExclusion) continue;
    const [exclusion, decider] = [coveringOf(exclusions, entry), coveringOf(later, entry)];
    if (exclusion !== undefined) yield finding(entry, exclusion, path);
    else if (decider !== undefined) yield finding(entry, decider, path);
    note(later, entry);
  }
}

/** No path is longer on the systems that Git runs on, so nothing is lost with longer patterns. */
const MAX_LENGTH = 4096;

/** How a normalised pattern ends that fits everything below a folder. */
const EVERYTHING_BELOW = '**/*';

function note(folders: Map<string, Entry>, entry: Entry): void {
  const { normalized } = entry.line;
  if (!normalized.endsWith(`/${EVERYTHING_BELOW}`)) return;
  const folder = normalized.slice(0, -EVERYTHING_BELOW.length);
  if (!folders.has(folder)) folders.set(folder, entry);
}

/** The entry that owns everything in a folder which all that this one fits lies in. */
function coveringOf(folders: ReadonlyMap<string, Entry>, { line: { normalized } }: Entry): Entry | undefined {
  if (folders.size === 0 || normalized.length > MAX_LENGTH) return undefined;
  for (let slash = normalized.indexOf('/'); slash !== -1; slash = normalized.indexOf('/', slash + 1)) {
    const covering = folders.get(normalized.slice(0, slash + 1));
    if (covering !== undefined) return covering;
  }
  return undefined;
}

function finding(entry: Entry, by: Entry, path: string): TextFinding {
  const { isExclusion, pattern } = by.line;
  const line = by.lineNumber + 1;
  const why = isExclusion
    ? `'!${pattern}' in line ${line} takes all that fits out of this section, wherever it stands`
    : `'${pattern}' in line ${line} fits all of it too, and of several lines that fit the last one decides; put general patterns first`;
  return {
    range: placed(entry, entry.line.patternRange),
    message: `'${entry.line.pattern}' owns nothing: ${why}`,
    related: [{ location: { path, range: placed(by, by.line.patternRange) }, message: 'It is decided here' }],
  };
}
