import type { YamlNode } from '../../../yaml/node.ts';
import { isMergeKey } from '../../../yaml/value.ts';
import type { Finding, Rule } from '../../language.ts';
import { follow, isReference, perBlock, type Anchors } from '../model/follow.ts';
import type { Pipeline } from '../model/pipeline.ts';

/** `<<` takes mappings in; with anything else GitLab's YAML reader makes it a key like any other, which GitLab does not know. */
export const mergeOfNoMapping: Rule<Pipeline> = {
  code: 'gitlab-ci/merge-of-no-mapping',
  severity: 'error',
  *check({ own: { content, anchors } }) {
    for (const block of content?.blocks ?? []) yield* findingsOfBlock(block, anchors);
  },
};

const findingsOfBlock = perBlock((block, anchors): readonly Finding[] => {
  return block.text.includes('<<') ? findingsIn(block.root, anchors) : [];
});

function findingsIn(node: YamlNode | undefined, anchors: Anchors): Finding[] {
  if (node?.kind === 'sequence') return node.items.flatMap((item) => findingsIn(item, anchors));
  if (node?.kind !== 'mapping') return [];
  return node.entries.flatMap((entry) => {
    const inner = findingsIn(entry.value, anchors);
    const wrong = isMergeKey(entry) ? wrongSource(entry.value, anchors) : undefined;
    return wrong === undefined ? inner : [{ at: entry.value ?? entry.key, message: wrong }, ...inner];
  });
}

function wrongSource(value: YamlNode | undefined, anchors: Anchors): string | undefined {
  if (isReference(value)) return "'<<' takes in an alias: GitLab puts in a '!reference' only afterwards; use 'extends'";
  const items = value?.kind === 'sequence' ? value.items : [value];
  return items.map((item) => wrongItem(item, anchors)).find((message) => message !== undefined);
}

function wrongItem(item: YamlNode | undefined, anchors: Anchors): string | undefined {
  const source = follow(item, anchors);
  if (source?.kind === 'mapping') return undefined;
  if (source?.kind === 'sequence')
    return "'<<' takes in a mapping, not a list; a list is put into another as an item: '- *name'";
  if (source !== undefined) return "'<<' takes in a mapping, not a single value";
  // An alias of nothing has its own finding.
  return item === undefined
    ? "'<<' takes in a mapping, and here is none: write the alias of one, such as *defaults"
    : undefined;
}
