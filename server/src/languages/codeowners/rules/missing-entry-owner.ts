import { faultRule } from './fault-rule.ts';

/** A pattern without owners in a section without default owners. */
export const missingEntryOwner = faultRule({
  code: 'codeowners/missing-entry-owner',
  gitlab: 'missing_entry_owner',
});
