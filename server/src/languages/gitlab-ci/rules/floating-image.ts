import type { YamlScalar } from '../../../yaml/node.ts';
import type { Finding, Rule } from '../../language.ts';
import { perBlock } from '../model/follow.ts';
import { imagesOfBlock } from '../model/image-nodes.ts';
import { isJobName } from '../model/names.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { isUsed } from './findings.ts';

/** https://docs.gitlab.com/ci/pipeline_security/#docker-images: an image without a tag, or `latest`, is another one tomorrow. */
export const floatingImage: Rule<Pipeline> = {
  code: 'gitlab-ci/floating-image',
  severity: 'information',
  *check(pipeline) {
    // What a template runs in is for those to say who include it.
    if (!pipeline.isEntry) return;
    const { content, anchors } = pipeline.own;
    for (const block of content?.blocks ?? []) {
      for (const { name, finding } of findingsOfBlock(block, anchors)) {
        if (!isJobName(name) || isUsed(pipeline, name)) yield finding;
      }
    }
  },
};

interface NamedFinding {
  /** The job or top-level keyword. */
  readonly name: string;
  readonly finding: Finding;
}

const findingsOfBlock = perBlock((block, anchors): readonly NamedFinding[] => {
  if (block.problems.length > 0) return [];
  return imagesOfBlock(block, anchors).flatMap(({ name, node }) => {
    const finding = judge(node);
    return finding === undefined ? [] : [{ name, finding }];
  });
});

/** A name with a variable or an input may have any tag. */
function judge(node: YamlScalar): Finding | undefined {
  const { text } = node;
  if (text === '' || /[$\s]/.test(text) || text.includes('@')) return undefined;
  const tag = /:([^/:]*)$/.exec(text)?.[1];
  if (tag !== undefined && tag !== 'latest') return undefined;
  const what = tag === undefined ? `Image '${text}' has no tag, which means 'latest'` : `Image '${text}' floats`;
  const bare = tag === undefined ? text : text.slice(0, -':latest'.length);
  const message = `${what}: the job may run in another version tomorrow. Name one, as '${bare}:<version>' or '${bare}@sha256:<digest>'`;
  return { at: node, message };
}
