import { isRecord, ownText, type DataRecord } from '../../server/src/base/record.ts';
import { LineIndex } from '../../server/src/base/line-index.ts';
import {
  decide,
  faultsOf,
  ownersOf,
  readOwnersFile,
  type Decision,
  type OwnersFile,
  type Reference,
} from '../../server/src/languages/codeowners/index.ts';
import { compare, firstOf } from './judge.ts';

/**
 * Runs cases of who owns which path: a list of `{name, codeowners, errors: [{code, line}], matches: {path: [{section,
 * pattern, owners, approvals, optional, line}]}}`. Lines count from 1. The owners of an entry may come in any order.
 */
export function runOwnersCases(text: string): { passed: number; failed: number; lines: string[] } {
  const cases: unknown = JSON.parse(text);
  const all = Array.isArray(cases) ? cases.filter(isRecord) : [];
  const lines = all.flatMap((one, index) => {
    const complaint = judge(one);
    return complaint === undefined ? [] : [`${ownText(one, 'name') ?? `case ${index + 1}`}: ${complaint}`];
  });
  return { passed: all.length - lines.length, failed: lines.length, lines };
}

function judge(one: DataRecord): string | undefined {
  const text = ownText(one, 'codeowners') ?? '';
  const file = readOwnersFile({ path: '/CODEOWNERS', text, lines: new LineIndex(text) });
  const errors = faultsOf(file).map(({ code, lineNumber }) => ({ code, line: lineNumber + 1 }));
  const matches = isRecord(one['matches']) ? Object.entries(one['matches']) : [];
  return firstOf([
    ...('errors' in one ? [compare('errors', one['errors'], errors)] : []),
    ...matches.map(([path, expected]) => compare(`'${path}'`, sortOwners(expected), sortOwners(answers(file, path)))),
  ]);
}

function answers(file: OwnersFile, path: string): unknown[] {
  return decide(file, path.replace(/^\//, '')).map(answer);
}

function answer({ section, entry }: Decision): DataRecord {
  return {
    section: section.name,
    pattern: entry.line.pattern,
    owners: ownersOf(entry).map(nameOf),
    approvals: entry.head?.approvals ?? 0,
    optional: entry.head?.isOptional ?? false,
    line: entry.lineNumber + 1,
  };
}

function nameOf(reference: Reference): string {
  if (reference.kind === 'email') return reference.address;
  return reference.kind === 'name' ? reference.path : `@@${reference.role}`;
}

function sortOwners(answersOfPath: unknown): unknown {
  if (!Array.isArray(answersOfPath)) return answersOfPath;
  return answersOfPath.map((each: unknown) => {
    if (!isRecord(each) || !Array.isArray(each['owners'])) return each;
    return { ...each, owners: each['owners'].map(String).toSorted() };
  });
}
