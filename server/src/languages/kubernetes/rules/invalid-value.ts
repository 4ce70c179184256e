import type { Rule } from '../../language.ts';
import { findingsOf } from '../findings.ts';
import type { ManifestFile } from '../manifest.ts';

/** A value that is none of the allowed ones, or not written as its field wants it. */
export const invalidValue: Rule<ManifestFile> = {
  code: 'kubernetes/invalid-value',
  severity: 'error',
  check: (model) => findingsOf(model, 'invalid-value'),
};
