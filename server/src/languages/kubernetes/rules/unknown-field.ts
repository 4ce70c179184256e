import type { Rule } from '../../language.ts';
import { findingsOf } from '../findings.ts';
import type { ManifestFile } from '../manifest.ts';

/** A field that the kind does not have: the API server refuses it (strict field validation, the default of kubectl). */
export const unknownField: Rule<ManifestFile> = {
  code: 'kubernetes/unknown-field',
  severity: 'error',
  check: (model) => findingsOf(model, 'unknown-field'),
};
