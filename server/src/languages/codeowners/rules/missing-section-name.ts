import { faultRule } from './fault-rule.ts';

/** `[]`: GitLab reads the section and calls it ''. */
export const missingSectionName = faultRule('missing_section_name');
