import type { Finding, Rule } from '../../language.ts';
import { entriesOf, scalarText, type Span, type YamlEntry, type YamlNode } from '../../../yaml/node.ts';
import { perBlock } from '../model/follow.ts';
import { isHidden } from '../model/names.ts';
import type { Pipeline } from '../model/pipeline.ts';

/** GitLab's YAML reader takes the last of equal keys and says nothing about the others. */
export const duplicateKey: Rule<Pipeline> = {
  code: 'gitlab-ci/duplicate-key',
  severity: 'warning',
  *check({ own }) {
    const { content, anchors } = own;
    const root = content?.root;
    if (root?.kind === 'mapping') yield* equalKeys(root.entries, 'the file').filter(({ at }) => !isHolder(at));
    for (const block of content?.blocks ?? []) yield* findingsOfBlock(block, anchors);
  },
};

const findingsOfBlock = perBlock(({ root }): readonly Finding[] => {
  const entries = root?.kind === 'mapping' ? root.entries : [];
  return entries.flatMap(({ key, value }) =>
    value === undefined ? [] : inNode(value, key.kind === 'scalar' ? `'${key.text}'` : 'this mapping'),
  );
});

function inNode(node: YamlNode, name: string): Finding[] {
  if (node.kind === 'sequence') return node.items.flatMap((item) => (item === undefined ? [] : inNode(item, name)));
  if (node.kind !== 'mapping') return [];
  const inner = node.entries.flatMap(({ value }) => (value === undefined ? [] : inNode(value, name)));
  return [...equalKeys(node.entries, name), ...inner];
}

/** All but the last of equal keys. `<<` may stand several times: each merges. */
function equalKeys(entries: readonly YamlEntry[], name: string): Finding[] {
  const last = new Map<string, YamlEntry>();
  for (const entry of entries) if (entry.key.kind === 'scalar') last.set(entry.key.text, entry);
  return entries.flatMap((entry) => {
    const { key } = entry;
    if (key.kind !== 'scalar' || key.text === '<<' || last.get(key.text) === entry) return [];
    return [
      {
        at: key,
        message: `'${key.text}' stands again further down in ${name}; GitLab takes the last one and drops this`,
      },
    ];
  });
}

/** `.values: &one` again as `.values: &two`: such entries only hold what their anchors name, and no anchor is lost. */
function isHolder(key: Span): boolean {
  const entry = entriesOf(key.block.root).find((each) => each.key === key);
  return isHidden(scalarText(entry?.key) ?? '') && entry?.value?.anchor !== undefined;
}
