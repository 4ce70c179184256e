import type { Rule } from '../../language.ts';
import { findingsOf } from '../findings.ts';
import type { ManifestFile } from '../manifest.ts';

/** A value of another type than the field's: the API server cannot decode the object. */
export const wrongType: Rule<ManifestFile> = {
  code: 'kubernetes/wrong-type',
  severity: 'error',
  check: (model) => findingsOf(model, 'wrong-type'),
};
