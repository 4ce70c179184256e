import { folderOf, resolvePath } from '../../../base/path.ts';
import { pathState } from '../../../workspace/path-state.ts';
import type { Rule } from '../../language.ts';
import type { ConfigurationFile } from '../configuration.ts';
import { pathsIn } from '../paths.ts';

/** A path of the configuration that leads nowhere. */
export const missingPath: Rule<ConfigurationFile> = {
  code: 'plumbline-config/missing-path',
  severity: 'error',
  *check({ file, entries }, snapshot) {
    for (const node of pathsIn(entries)) {
      const target = resolvePath(folderOf(file.path), node.text);
      if (pathState(snapshot, target) === 'missing') {
        yield { at: node, message: `'${node.text}' does not exist; paths start at the repository's root` };
      }
    }
  },
};
