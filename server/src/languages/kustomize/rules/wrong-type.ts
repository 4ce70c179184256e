import { issueFindings } from '../../issue-findings.ts';
import type { Rule } from '../../language.ts';
import type { KustomizationFile } from '../kustomization.ts';

/** A value of another type than the field's: Kustomize cannot decode the file. */
export const wrongType: Rule<KustomizationFile> = {
  code: 'kustomize/wrong-type',
  severity: 'error',
  check: (model) => issueFindings(model, 'wrong-type'),
};
