import type { Rule } from '../../language.ts';
import { findingsOf } from '../findings.ts';
import type { KustomizationFile } from '../kustomization.ts';

/** A field that Kustomize does not know: it refuses the file. */
export const unknownField: Rule<KustomizationFile> = {
  code: 'kustomize/unknown-field',
  severity: 'error',
  check: (model) => findingsOf(model, 'unknown-field'),
};
