import { isOwnersPath } from '../../workspace/owners-paths.ts';
import { defineTextLanguage } from '../text-language.ts';
import { complete } from './features/complete.ts';
import { hints } from './features/hints.ts';
import { hover } from './features/hover.ts';
import { highlights } from './features/same.ts';
import { folds, symbols } from './features/symbols.ts';
import { findFaultsInSteps } from './faults.ts';
import { readInSteps, readOwnersFile } from './owners-file.ts';
import { folderWithoutContents } from './rules/folder-without-contents.ts';
import { ignoredHeaderText } from './rules/ignored-header-text.ts';
import { invalidApprovalRequirement } from './rules/invalid-approval-requirement.ts';
import { invalidSectionFormat } from './rules/invalid-section-format.ts';
import { invalidSectionOwnerFormat } from './rules/invalid-section-owner-format.ts';
import { malformedEntryOwner } from './rules/malformed-entry-owner.ts';
import { missingEntryOwner } from './rules/missing-entry-owner.ts';
import { missingSectionName } from './rules/missing-section-name.ts';
import { overriddenPattern } from './rules/overridden-pattern.ts';
import { ownerWithoutPermission } from './rules/owner-without-permission.ts';
import { patternWithoutFile } from './rules/pattern-without-file.ts';
import { repeatedPattern } from './rules/repeated-pattern.ts';
import { sectionLikePattern } from './rules/section-like-pattern.ts';
import { unusedFile } from './rules/unused-file.ts';

export { decide, type Decision } from './decide.ts';
export { faultsOf, type Fault, type FaultCode } from './faults.ts';
export { ownersOf, readOwnersFile, type OwnersFile } from './owners-file.ts';
export { ownersOfPath, type PathOwners, type SectionOwners } from './owners-of-path.ts';
export { sourceOf, type Reference } from './owner.ts';

export const codeowners = defineTextLanguage({
  id: 'codeowners',
  // GitHub's file of that name has another grammar.
  claims: ({ path }) => isOwnersPath(path) && !path.endsWith('/.github/CODEOWNERS'),
  analyze: readOwnersFile,
  *readInParts(file) {
    yield* readInSteps(file);
    yield* findFaultsInSteps(readOwnersFile(file));
  },
  hover: (snapshot, { file, offset }) => hover(readOwnersFile(file), snapshot, offset),
  complete: (snapshot, { file, offset }) => complete(readOwnersFile(file), snapshot, offset),
  highlights: (_, { file, offset }) => highlights(readOwnersFile(file), offset),
  references: (_, { file, offset }) =>
    highlights(readOwnersFile(file), offset).map(({ range }) => ({ path: file.path, range })),
  symbols: (_, file) => symbols(readOwnersFile(file)),
  folds: (file) => folds(readOwnersFile(file)),
  hints: (snapshot, file, range) => hints(readOwnersFile(file), snapshot, range),
  rules: [
    missingSectionName,
    invalidApprovalRequirement,
    invalidSectionOwnerFormat,
    invalidSectionFormat,
    malformedEntryOwner,
    missingEntryOwner,
    ownerWithoutPermission,
    sectionLikePattern,
    ignoredHeaderText,
    repeatedPattern,
    overriddenPattern,
    folderWithoutContents,
    patternWithoutFile,
    unusedFile,
  ],
});
