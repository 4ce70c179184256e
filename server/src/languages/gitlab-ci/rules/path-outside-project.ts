import { entriesOf, scalarText, type YamlNode } from '../../../yaml/node.ts';
import type { Finding, Rule } from '../../language.ts';
import { flatItems, perBlock, type Anchors } from '../model/follow.ts';
import { isJobName } from '../model/names.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { isUsed } from './findings.ts';

/**
 * https://docs.gitlab.com/ci/yaml/#artifactspaths and https://docs.gitlab.com/ci/yaml/#cachepaths: paths count from the project's folder
 * and cannot lead out of it. The runner leaves others out, and the job is green.
 */
export const pathOutsideProject: Rule<Pipeline> = {
  code: 'gitlab-ci/path-outside-project',
  severity: 'warning',
  *check(pipeline) {
    const { content, anchors } = pipeline.own;
    for (const block of content?.blocks ?? []) {
      for (const { name, finding } of findingsOfBlock(block, anchors)) {
        if (!isJobName(name) || isUsed(pipeline, name)) yield finding;
      }
    }
  },
};

const findingsOfBlock = perBlock((block, anchors) => {
  if (block.problems.length > 0) return [];
  return entriesOf(block.root).flatMap(({ key, value }) => {
    const name = scalarText(key) ?? '';
    const holders = name === 'cache' ? [{ key, value }] : name === 'default' || isJobName(name) ? entriesOf(value) : [];
    return holders.flatMap((entry) => {
      const keyword = scalarText(entry.key);
      if (keyword !== 'cache' && keyword !== 'artifacts') return [];
      const owners = entry.value?.kind === 'sequence' ? entry.value.items : [entry.value];
      return owners.flatMap((owner) => inPaths(owner, keyword, anchors)).map((finding) => ({ name, finding }));
    });
  });
});

function inPaths(owner: YamlNode | undefined, keyword: string, anchors: Anchors): Finding[] {
  const paths = entriesOf(owner).find(({ key }) => scalarText(key) === 'paths')?.value;
  return flatItems(paths, anchors).flatMap((item): Finding[] => {
    if (item.kind !== 'scalar' || item.block !== owner?.block || !leadsOut(item.text)) return [];
    const what = keyword === 'cache' ? 'cached' : 'kept as artifacts';
    const message = `'${item.text}' is not ${what}: a path counts from the project's folder and cannot lead out of it${hintFor(item.text)}`;
    return [{ at: item, message }];
  });
}

/** Runners check out below `/builds`, a home or a folder of their own: another absolute path may be in the project's folder. */
function leadsOut(path: string): boolean {
  if (/^(?:~|\.\.)(?:\/|$)/.test(path)) return true;
  return /^\/(?:root|usr|etc|tmp)(?:\/|$)/.test(path);
}

function hintFor(path: string): string {
  return path.startsWith('..') ? '' : '. Let the tool write below $CI_PROJECT_DIR, or copy the files there';
}
