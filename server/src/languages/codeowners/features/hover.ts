import { code } from '../../../base/markdown.ts';
import { counted, joined } from '../../../base/words.ts';
import type { Snapshot } from '../../../workspace/snapshot.ts';
import type { Hover } from '../../language.ts';
import { coveragesOf, coveredEntry, lostTo, type CoveredEntry } from '../coverage.ts';
import { spotAt, type Spot } from '../cursor.ts';
import type { FileTree } from '../file-tree.ts';
import { sourceOf } from '../owner.ts';
import { isOptional, ownersOf, titleOf, type Entry, type OwnersFile, type Section } from '../owners-file.ts';
import { repositoryTree } from '../repository.ts';
import { describeOwner } from './describe-owner.ts';

const MAX_FILES = 5;
const MAX_OTHERS = 3;

const TARGET_BRANCH = '_GitLab judges a merge request by the file of its target branch._';

/** Explains a pattern by the files that it owns, a section, or an owner. */
export function hover(model: OwnersFile, snapshot: Snapshot, offset: number): Hover | undefined {
  const spot = spotAt(model, offset);
  return spot && { range: spot.range, markdown: describe(model, snapshot, spot).join('\n\n') };
}

function describe(model: OwnersFile, snapshot: Snapshot, spot: Spot): string[] {
  if (spot.kind === 'owner') return describeOwner(model, snapshot, spot.word);
  const name = spot.kind === 'pattern' ? spot.entry.sectionName : undefined;
  const section = model.sections.find((each) =>
    spot.kind === 'header' ? each.heads.includes(spot.head) : each.name === name,
  );
  if (section === undefined) return [];
  if (spot.kind === 'header') return describeSection(section);
  return describePattern(model, snapshot, { section, entry: spot.entry });
}

interface EntryOfSection {
  readonly section: Section;
  readonly entry: Entry;
}

function describePattern(model: OwnersFile, snapshot: Snapshot, { section, entry }: EntryOfSection): string[] {
  const { line } = entry;
  const owners = ownersOf(entry).map((owner) => code(sourceOf(owner)));
  const inherited =
    !line.isExclusion && !line.hasOwners && owners.length > 0 ? ', the default owners of the section' : '';
  return [
    `**${code(`${line.isExclusion ? '!' : ''}${line.pattern}`)}** in section **${titleOf(section)}** (${terms(entry)})`,
    ...(line.isExclusion ? [] : [owners.length === 0 ? 'Nobody owns it.' : `Owners: ${joined(owners)}${inherited}`]),
    ...describeFiles(model, repositoryTree(snapshot, model.file.path), { section, entry }),
    ...(normalizedDiffers(entry) ? [`GitLab reads the pattern as ${code(line.normalized)}.`] : []),
    TARGET_BRANCH,
  ];
}

/** What has to be approved, of the header above the entry. */
function terms({ head, line }: Entry): string {
  if (line.isExclusion) return 'takes files out of it';
  if (head?.isOptional === true) return 'optional';
  return `${counted(Math.max(1, head?.approvals ?? 1), 'approval')} required`;
}

function normalizedDiffers({ line: { normalized, pattern } }: Entry): boolean {
  return normalized !== pattern;
}

function describeFiles(model: OwnersFile, tree: FileTree | undefined, { section, entry }: EntryOfSection): string[] {
  if (tree === undefined) return ['Which files fit is not known yet.'];
  const coverage = coveragesOf(tree, model).get(section);
  if (coverage === undefined) return ['There are too many files and patterns to tell which fit.'];
  const { normalized, isExclusion } = entry.line;
  const rank = section.ranks.get(normalized);
  if (rank === undefined) return [];
  if (rank.last !== entry) {
    return [`The owners of the same pattern in line ${rank.last.lineNumber + 1} count, not these.`];
  }
  const covered = coveredEntry(section, rank, coverage);
  if (covered.fitting.length === 0) return ['Fits no file of the repository.'];
  if (isExclusion) return [`Takes out ${counted(covered.fitting.length, 'file')}: ${sample(covered, tree)}`];
  return describeOwned(covered, tree);
}

function describeOwned(covered: CoveredEntry, tree: FileTree): string[] {
  const { fitting, owned } = covered;
  const others = lostTo(covered);
  const shown = others.slice(0, MAX_OTHERS).map(([other, number]) => {
    const mark = other.line.isExclusion ? '!' : '';
    return `- ${counted(number, 'file')}: ${code(`${mark}${other.line.pattern}`)} in line ${other.lineNumber + 1}`;
  });
  if (others.length > MAX_OTHERS) shown.push(`- and ${counted(others.length - MAX_OTHERS, 'other line')}`);
  const of = owned === fitting.length ? '' : ` of the ${counted(fitting.length, 'file')} that fit`;
  const sentence = owned === 0 ? `Owns none${of}.` : `Owns ${counted(owned, 'file')}${of}: ${sample(covered, tree)}`;
  return shown.length === 0 ? [sentence] : [sentence, `Decided elsewhere:\n${shown.join('\n')}`];
}

function sample({ fitting, coverage, entry }: CoveredEntry, { paths }: FileTree): string {
  const owned = fitting.filter((file) => coverage.deciding.get(file) === entry.line.normalized);
  const from = entry.line.isExclusion ? fitting : owned;
  const names = from.slice(0, MAX_FILES).map((file) => code(paths[file] ?? ''));
  return from.length > MAX_FILES ? `${names.join(', ')} and ${from.length - MAX_FILES} more` : joined(names);
}

function describeSection(section: Section): string[] {
  const { heads, ranks } = section;
  const [first, ...others] = heads;
  if (first === undefined) return [];
  const approvals = Math.max(1, first.line.approvals);
  const need = isOptional(section)
    ? 'Optional: nobody needs to approve a merge request; a direct push to a protected branch needs it still.'
    : `A merge request that changes a file of this section needs ${counted(approvals, 'approval')} of its owners.`;
  const owners = first.line.owners.flatMap(({ references }) => references).map((owner) => code(sourceOf(owner)));
  const lines = others.map(({ lineNumber }) => String(lineNumber + 1));
  return [
    `**${titleOf(section)}**: ${counted(ranks.size, 'entry')}`,
    need,
    ...(owners.length === 0 ? [] : [`Owners of entries without owners: ${joined(owners)}`]),
    ...(lines.length === 0
      ? []
      : [
          `Goes on in line ${joined(lines)}: each header's approvals, \`^\` and owners are those of the entries below it.`,
        ]),
    TARGET_BRANCH,
  ];
}
