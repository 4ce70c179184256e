import { faultRule } from './fault-rule.ts';

/** `^[Section][2]`: optional and still asking for approvals. */
export const invalidApprovalRequirement = faultRule({
  code: 'codeowners/invalid-approval-requirement',
  gitlab: 'invalid_approval_requirement',
});
