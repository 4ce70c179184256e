import type { OffsetRange } from '../../base/range.ts';
import { isBlank } from './line.ts';
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
  const before = known.get(file);
  if (before !== undefined) return before;
  const faults = [...file.heads.flatMap(faultsOfHead), ...file.entries.flatMap(faultsOfEntry)];
  const sorted = faults.toSorted((a, b) => a.lineNumber - b.lineNumber);
  known.set(file, sorted);
  return sorted;
}

const OWNER_FORMS = "'@user', '@group/subgroup', '@@maintainer' (or another role) or an e-mail address";

function faultsOfHead(head: Head): Fault[] {
  const { line, lineNumber } = head;
  const fault = (code: FaultCode, range: OffsetRange, message: string): Fault => ({
    code,
    lineNumber,
    range: placed(head, range),
    message,
  });
  const [first, last] = [line.owners[0], line.owners.at(-1)];
  const hasOwner = line.owners.some(({ references }) => references.length > 0);
  return [
    ...(isBlank(line.name)
      ? [
          fault(
            'missing_section_name',
            line.nameRange,
            "This section has no name; write it between the brackets, as in '[Documentation]'",
          ),
        ]
      : []),
    ...(line.isOptional && line.approvals > 0
      ? [
          fault(
            'invalid_approval_requirement',
            line.approvalsRange ?? line.nameRange,
            `An optional section ('^') asks for no approvals, so '[${line.approvals}]' has no effect; take the '^' or the number away`,
          ),
        ]
      : []),
    ...(first !== undefined && last !== undefined && !hasOwner
      ? [
          fault(
            'invalid_section_owner_format',
            { start: first.start, end: last.end },
            `The section's owners name nobody; an owner is ${OWNER_FORMS}`,
          ),
        ]
      : []),
  ];
}

function faultsOfEntry(entry: Entry): Fault[] {
  const { line, lineNumber, owners } = entry;
  const fault = (code: FaultCode, range: OffsetRange, message: string): Fault => ({
    code,
    lineNumber,
    range: placed(entry, range),
    message,
  });
  const unclosed = line.isUnclosedHeader
    ? [
        fault(
          'invalid_section_format',
          line.patternRange,
          "This '[' is never closed, so the line is no section but a pattern; close it with ']'",
        ),
      ]
    : [];
  if (line.isExclusion) return unclosed;
  const wrong = line.owners.filter(({ references }) => references.length === 0);
  const malformed = wrong[0] && [
    fault(
      'malformed_entry_owner',
      wrong[0],
      `${wrong.map(({ text }) => `'${shorten(text)}'`).join(', ')} ${wrong.length === 1 ? 'is no owner' : 'are no owners'}; an owner is ${OWNER_FORMS}`,
    ),
  ];
  const isMissing = owners.length === 0;
  const missing = isMissing
    ? [
        fault(
          'missing_entry_owner',
          line.patternRange,
          `'${shorten(line.pattern)}' has no owner, and its section has no default owners`,
        ),
      ]
    : [];
  return [...unclosed, ...(malformed ?? []), ...missing];
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
