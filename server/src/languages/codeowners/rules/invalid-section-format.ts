import { faultRule } from './fault-rule.ts';

/** `[Section`: a bracket that is never closed makes the line an entry. */
export const invalidSectionFormat = faultRule({
  code: 'codeowners/invalid-section-format',
  gitlab: 'invalid_section_format',
});
