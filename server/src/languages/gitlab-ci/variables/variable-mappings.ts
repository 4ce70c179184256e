import { entriesOf, itemsOf, scalarText, type YamlNode } from '../../../yaml/node.ts';

/** Nobody writes `variables` deeper; what a machine made is not looked through. */
const MAX_DEPTH = 8;

/**
 * The mappings under `variables` in a job, a service or a rule, also where a hidden entry keeps parts of jobs for references
 * to take. Of an entry that is `variables` itself, its value.
 */
export function variableMappings(name: string, value: YamlNode | undefined): readonly YamlNode[] {
  if (name === 'variables') return value?.kind === 'mapping' ? [value] : [];
  return inside(value, 0);
}

function inside(node: YamlNode | undefined, depth: number): YamlNode[] {
  if (node === undefined || depth > MAX_DEPTH) return [];
  if (node.kind === 'sequence') return itemsOf(node).flatMap((item) => inside(item, depth + 1));
  return entriesOf(node).flatMap(({ key, value }) => {
    const isVariables = scalarText(key) === 'variables' && value?.kind === 'mapping';
    return isVariables ? [value] : inside(value, depth + 1);
  });
}
