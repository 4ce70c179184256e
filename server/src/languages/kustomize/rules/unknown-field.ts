import { issueFindings } from '../../issue-findings.ts';
import type { Rule } from '../../language.ts';
import type { KustomizationFile } from '../kustomization.ts';

/** A field that Kustomize does not know: it refuses the file. */
export const unknownField: Rule<KustomizationFile> = {
  code: 'kustomize/unknown-field',
  severity: 'error',
  check: (model) => issueFindings(model, 'unknown-field'),
};
