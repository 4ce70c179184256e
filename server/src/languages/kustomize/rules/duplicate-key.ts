import { issueFindings } from '../../issue-findings.ts';
import type { Rule } from '../../language.ts';
import type { KustomizationFile } from '../kustomization.ts';

/** A key that is set twice: Kustomize takes the last one and says nothing. */
export const duplicateKey: Rule<KustomizationFile> = {
  code: 'kustomize/duplicate-key',
  severity: 'warning',
  check: (model) => issueFindings(model, 'duplicate-field'),
};
