import type { Rule } from '../../language.ts';
import type { KustomizationFile } from '../kustomization.ts';
import { faultOf, spanOf } from '../target.ts';

/** A path that leads nowhere: Kustomize cannot build. URLs and Git repositories are not looked at. */
export const missingPath: Rule<KustomizationFile> = {
  code: 'kustomize/missing-path',
  severity: 'error',
  *check({ file, references, folder }, snapshot) {
    // A template is copied elsewhere before it is built; its paths start there.
    if (/\/templates?\//.test(file.path)) return;
    for (const reference of references) {
      const fault = reference.role === 'source' ? undefined : faultOf(snapshot, folder, reference);
      if (fault !== undefined) yield { at: spanOf(reference), ...fault };
    }
  },
};
