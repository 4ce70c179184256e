import { faultRule } from './fault-rule.ts';

/** `^[Section][2]`: optional and still asking for approvals. */
export const invalidApprovalRequirement = faultRule('invalid_approval_requirement');
