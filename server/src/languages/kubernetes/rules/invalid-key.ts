import type { Rule } from '../../language.ts';
import { findingsOf } from '../findings.ts';
import type { ManifestFile } from '../manifest.ts';

/** A key that is null or a collection: it cannot be written in JSON, which is what the API server gets. */
export const invalidKey: Rule<ManifestFile> = {
  code: 'kubernetes/invalid-key',
  severity: 'error',
  check: (model) => findingsOf(model, 'invalid-key'),
};
