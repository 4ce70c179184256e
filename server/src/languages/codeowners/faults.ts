import type { OffsetRange } from '../../base/range.ts';
import { shortened } from '../../base/words.ts';
import { isBlank } from './line.ts';
import type { OwnerWord } from './owner.ts';
import { placed, type Entry, type Head, type OwnersFile } from './owners-file.ts';

/** What GitLab calls an error in a CODEOWNERS file: https://docs.gitlab.com/user/project/codeowners/troubleshooting/. */
export type FaultCode =
  | 'missing_section_name'
  | 'invalid_approval_requirement'
  | 'invalid_section_owner_format'
  | 'invalid_section_format'
  | 'malformed_entry_owner'
  | 'missing_entry_owner';

export interface Fault {
  readonly code: FaultCode;
  /** Zero-based. */
  readonly lineNumber: number;
  readonly range: OffsetRange;
  readonly message: string;
}

const known = new WeakMap<OwnersFile, readonly Fault[]>();

/** GitLab's own errors in its order, but for those that only its database knows. */
export function faultsOf(file: OwnersFile): readonly Fault[] {
  const steps = findFaultsInSteps(file);
  while (steps.next().done !== true);
  return known.get(file) ?? [];
}

/** So many lines are looked at between two looks at what else there is to do. */
const LINES_A_STEP = 5000;

/** Looks at a file a part at a time, for whoever calls `faultsOf` later. */
export function* findFaultsInSteps(file: OwnersFile): Generator<undefined> {
  if (known.has(file)) return;
  const faults: Fault[] = [];
  for (const [index, head] of file.heads.entries()) {
    faults.push(...faultsOfHead(head));
    if (index % LINES_A_STEP === LINES_A_STEP - 1) yield;
  }
  for (const [index, entry] of file.entries.entries()) {
    faults.push(...faultsOfEntry(entry));
    if (index % LINES_A_STEP === LINES_A_STEP - 1) yield;
  }
  known.set(
    file,
    faults.toSorted((a, b) => a.lineNumber - b.lineNumber),
  );
}

const OWNER_FORMS = "'@user', '@group/subgroup', '@@maintainer' (or another role) or an e-mail address";

type Placed = Head | Entry;

function fault(code: FaultCode, at: Placed, range: OffsetRange, message: string): Fault {
  return { code, lineNumber: at.lineNumber, range: placed(at, range), message };
}

function* faultsOfHead(head: Head): Generator<Fault> {
  const { name, nameRange, isOptional, approvals, approvalsRange = nameRange, owners } = head.line;
  if (isBlank(name)) {
    const message = "This section has no name; write it between the brackets, as in '[Documentation]'";
    yield fault('missing_section_name', head, nameRange, message);
  }
  if (isOptional && approvals > 0) {
    const message = `An optional section ('^') asks for no approvals, so '[${approvals}]' has no effect; take the '^' or the number away`;
    yield fault('invalid_approval_requirement', head, approvalsRange, message);
  }
  const range = rangeOver(owners);
  if (range !== undefined && owners.every(namesNobody)) {
    const message = `The section's owners name nobody; an owner is ${OWNER_FORMS}`;
    yield fault('invalid_section_owner_format', head, range, message);
  }
}

function* faultsOfEntry(entry: Entry): Generator<Fault> {
  const { pattern, patternRange, isExclusion, isUnclosedHeader } = entry.line;
  if (isUnclosedHeader) {
    const message = "This '[' is never closed, so the line is no section but a pattern; close it with ']'";
    yield fault('invalid_section_format', entry, patternRange, message);
  }
  if (isExclusion) return;
  const wrong = entry.line.owners.filter(namesNobody);
  const range = rangeOver(wrong);
  if (range !== undefined) {
    yield fault('malformed_entry_owner', entry, range, malformedText(wrong.map(({ text }) => text)));
  }
  if (entry.owners.length === 0) {
    const message = `'${shortened(pattern)}' has no owner, and its section has no default owners`;
    yield fault('missing_entry_owner', entry, patternRange, message);
  }
}

function namesNobody({ references }: OwnerWord): boolean {
  return references.length === 0;
}

/** From the first word to the last; undefined for none. */
function rangeOver(words: readonly OwnerWord[]): OffsetRange | undefined {
  const [first, last] = [words[0], words.at(-1)];
  return first && last && { start: first.start, end: last.end };
}

function malformedText(words: readonly string[]): string {
  const names = words.map((word) => `'${shortened(word)}'`).join(', ');
  const isComment = words[0]?.startsWith('#') === true;
  const wayOut = isComment
    ? 'a comment stands on a line of its own, and whoever is named after this sign is an owner'
    : `an owner is ${OWNER_FORMS}`;
  return `${names} ${words.length === 1 ? 'is no owner' : 'are no owners'}; ${wayOut}`;
}
