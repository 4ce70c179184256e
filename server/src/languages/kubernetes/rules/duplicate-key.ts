import type { Rule } from '../../language.ts';
import { findingsOf } from '../findings.ts';
import type { ManifestFile } from '../manifest.ts';

/** A key that is set twice: the API server, Kustomize and Flux refuse the object. */
export const duplicateKey: Rule<ManifestFile> = {
  code: 'kubernetes/duplicate-key',
  severity: 'error',
  check: (model) => findingsOf(model, 'duplicate-field'),
};
