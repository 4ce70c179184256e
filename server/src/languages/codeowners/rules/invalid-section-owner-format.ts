import { faultRule } from './fault-rule.ts';

/** `[Section] nobody`: default owners of which none is one. */
export const invalidSectionOwnerFormat = faultRule({
  code: 'codeowners/invalid-section-owner-format',
  gitlab: 'invalid_section_owner_format',
});
