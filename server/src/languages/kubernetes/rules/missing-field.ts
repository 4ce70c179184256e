import { isBroken } from '../../../yaml/file.ts';
import type { Rule } from '../../language.ts';
import { findingsOf } from '../findings.ts';
import type { ManifestFile } from '../manifest.ts';
import { isWholeFile } from '../role.ts';

/**
 * A required field that is not there. A patch is no whole object and may leave out what it does not change, so nothing is
 * said of a file that is one, or of which the snapshot does not tell yet. Nor of a document whose text is broken.
 */
export const missingField: Rule<ManifestFile> = {
  code: 'kubernetes/missing-field',
  severity: 'error',
  *check(model, snapshot) {
    const manifests = model.manifests.filter(({ isPatch, document }) => !isPatch && !isBroken(document));
    const findings = Array.from(findingsOf({ file: model.file, manifests }, 'missing-field'));
    if (findings.length > 0 && isWholeFile(snapshot, model.file.path)) yield* findings;
  },
};
