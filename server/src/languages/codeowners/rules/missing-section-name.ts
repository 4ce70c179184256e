import { faultRule } from './fault-rule.ts';

/** `[]`: GitLab reads the section and calls it ''. */
export const missingSectionName = faultRule({
  code: 'codeowners/missing-section-name',
  gitlab: 'missing_section_name',
});
