import type { Rule } from '../../language.ts';
import { findingsOf } from '../findings.ts';
import type { KustomizationFile } from '../kustomization.ts';

/** A value of another type than the field's: Kustomize cannot decode the file. */
export const wrongType: Rule<KustomizationFile> = {
  code: 'kustomize/wrong-type',
  severity: 'error',
  check: (model) => findingsOf(model, 'wrong-type'),
};
