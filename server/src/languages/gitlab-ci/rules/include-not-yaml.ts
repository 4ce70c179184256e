import { shownUrl } from '../../../workspace/include-address.ts';
import type { Rule } from '../../language.ts';
import { hasYamlName, isGlob, type IncludeItem } from '../model/include-items.ts';
import type { Pipeline } from '../model/pipeline.ts';

/** https://docs.gitlab.com/ci/yaml/#include: included files end in `.yml` or `.yaml`. */
export const includeNotYaml: Rule<Pipeline> = {
  code: 'gitlab-ci/include-not-yaml',
  severity: 'error',
  *check({ own }) {
    for (const item of own.includes) {
      for (const { path, at } of pathsOf(item)) {
        if (hasYamlName(path)) continue;
        const name = item.kind === 'remote' ? 'address' : 'path';
        const glob = isGlob(path) ? ', also after a wildcard' : '';
        yield { at, message: `The ${name} '${shownUrl(path)}' of an include must end in '.yml' or '.yaml'${glob}` };
      }
    }
  },
};

function pathsOf(item: IncludeItem): IncludeItem['files'] {
  if (item.kind === 'project') return item.files;
  return item.kind === 'local' || item.kind === 'remote' ? [{ path: item.target, at: item.at }] : [];
}
