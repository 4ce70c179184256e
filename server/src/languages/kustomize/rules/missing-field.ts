import type { Rule } from '../../language.ts';
import { findingsOf } from '../findings.ts';
import type { KustomizationFile } from '../kustomization.ts';

/** A required field that is not there. */
export const missingField: Rule<KustomizationFile> = {
  code: 'kustomize/missing-field',
  severity: 'error',
  check: (model) => findingsOf(model, 'missing-field'),
};
