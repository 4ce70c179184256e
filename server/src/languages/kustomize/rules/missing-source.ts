import type { Rule } from '../../language.ts';
import type { KustomizationFile } from '../kustomization.ts';
import { faultOf, spanOf } from '../target.ts';

/**
 * A file that a generator takes its content from and that is not there. Only a warning: files with secrets are often made
 * just before the build and never committed.
 */
export const missingSource: Rule<KustomizationFile> = {
  code: 'kustomize/missing-source',
  severity: 'warning',
  *check({ references, folder }, snapshot) {
    for (const reference of references) {
      const fault = reference.role === 'source' ? faultOf(snapshot, folder, reference) : undefined;
      if (fault !== undefined) yield { at: spanOf(reference), ...fault };
    }
  },
};
