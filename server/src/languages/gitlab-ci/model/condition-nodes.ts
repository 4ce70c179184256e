import type { YamlNode, YamlScalar } from '../../../yaml/node.ts';
import { fieldsOf, flatItems, follow, type Anchors } from './follow.ts';
import { isJobName } from './names.ts';

/**
 * The conditions in a top-level entry as they are written: `if` of the rules of a job, of `workflow` and of includes, and the
 * `variables` of `only` and `except`. Those that a `!reference` puts there are left out.
 */
export function conditionNodes(name: string, value: YamlNode | undefined, anchors: Anchors): YamlScalar[] {
  return writtenConditions(name, value, anchors).filter(({ tag }) => tag === undefined);
}

/** As `conditionNodes`, and what has a tag before it. */
export function writtenConditions(name: string, value: YamlNode | undefined, anchors: Anchors): YamlScalar[] {
  if (name === 'include') return flatItems(value, anchors).flatMap((item) => inRules(item, anchors));
  if (name !== 'workflow' && !isJobName(name)) return [];
  const fields = fieldsOf(value, anchors);
  const filters = ['only', 'except'].flatMap((filter) => {
    const variables = fieldsOf(fields.get(filter)?.value, anchors).get('variables');
    return flatItems(variables?.value, anchors).filter((node) => node.kind === 'scalar');
  });
  return [...inRules(value, anchors), ...filters];
}

function inRules(holder: YamlNode | undefined, anchors: Anchors): YamlScalar[] {
  const rules = fieldsOf(holder, anchors).get('rules')?.value;
  return flatItems(rules, anchors).flatMap((rule) => {
    const condition = follow(fieldsOf(rule, anchors).get('if')?.value, anchors);
    return condition?.kind === 'scalar' ? [condition] : [];
  });
}
