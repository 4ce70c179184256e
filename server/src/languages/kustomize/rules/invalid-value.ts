import { issueFindings } from '../../issue-findings.ts';
import type { Rule } from '../../language.ts';
import type { KustomizationFile } from '../kustomization.ts';

/** A value that is none of the allowed ones. */
export const invalidValue: Rule<KustomizationFile> = {
  code: 'kustomize/invalid-value',
  severity: 'error',
  check: (model) => issueFindings(model, 'invalid-value'),
};
