import type { Rule } from '../../language.ts';
import { hasVariables, isGlob, type IncludeItem } from '../model/include-items.ts';
import type { Pipeline } from '../model/pipeline.ts';

/** https://docs.gitlab.com/ci/yaml/#include: included files end in `.yml` or `.yaml`. */
export const includeNotYaml: Rule<Pipeline> = {
  code: 'gitlab-ci/include-not-yaml',
  severity: 'error',
  *check({ own }) {
    for (const item of own.includes) {
      for (const path of pathsOf(item)) {
        if (/[^/]\.ya?ml$/i.test(path) || hasVariables(path) || path.includes('$[[')) continue;
        const name = item.kind === 'remote' ? 'address' : 'path';
        const glob = isGlob(path) ? ', also after a wildcard' : '';
        yield { at: item.at, message: `The ${name} '${path}' of an include must end in '.yml' or '.yaml'${glob}` };
      }
    }
  },
};

function pathsOf(item: IncludeItem): readonly string[] {
  if (item.kind === 'project') return item.files;
  return item.kind === 'local' || item.kind === 'remote' ? [item.target] : [];
}
