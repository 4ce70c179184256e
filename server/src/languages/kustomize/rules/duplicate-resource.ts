import { resolvePath } from '../../../base/path.ts';
import type { KustomizationReference } from '../../../workspace/kustomization-file.ts';
import type { Rule } from '../../language.ts';
import type { KustomizationFile } from '../kustomization.ts';
import { spanOf } from '../target.ts';

/** The same resource twice: Kustomize refuses it, as each object would be there twice. */
export const duplicateResource: Rule<KustomizationFile> = {
  code: 'kustomize/duplicate-resource',
  severity: 'error',
  *check({ file, references, folder }) {
    const first = new Map<string, KustomizationReference>();
    for (const reference of references) {
      if (reference.role !== 'resource') continue;
      const target = resolvePath(folder, reference.path);
      const before = first.get(target);
      if (before === undefined) {
        first.set(target, reference);
        continue;
      }
      const range = file.rangeOf(spanOf(before));
      const related = range && [{ location: { path: file.path, range }, message: 'It is listed here first' }];
      const message = `'${reference.path}' is already a resource; list it once`;
      yield { at: spanOf(reference), message, ...(related && { related }) };
    }
  },
};
