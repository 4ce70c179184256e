import { scalarText, type YamlNode, type YamlScalar } from '../../../yaml/node.ts';
import { fieldsOf, flatItems, follow, type Anchors } from '../model/follow.ts';
import { includeItems } from '../model/include-items.ts';
import { GLOBAL, type Occurrence } from './occurrence.ts';
import { textsIn } from './text-walk.ts';

/** `$[[ inputs.name | function ]]`; the name is the only thing in it that another place declares. */
const INPUT = /\$\[\[\s*inputs\.([\w-]+)/g;

/** The inputs that a node's texts and keys name. */
export function inputUses(node: YamlNode | undefined, scope: string): Occurrence[] {
  if (node === undefined || !node.block.text.includes('$[[')) return [];
  return textsIn(node, scope).flatMap(({ scalar }) => usesIn(scalar, scope));
}

/** The inputs that a text interpolates. `scope` tells inputs of the same name in different files apart. */
export function usesIn({ block, start, end }: YamlScalar, scope: string): Occurrence[] {
  const written = block.text.slice(start, end);
  if (!written.includes('$[[')) return [];
  return Array.from(written.matchAll(INPUT)).map(({ 0: whole, 1: name = '', index }) => {
    const last = start + index + whole.length;
    const at = { block, start: last - name.length, end: last };
    return { kind: 'input', name, at, isDeclaration: false, scope };
  });
}

/** The inputs that a header declares. */
export function declaredInputs(spec: YamlNode | undefined, anchors: Anchors): Occurrence[] {
  const inputs = fieldsOf(spec, anchors).get('inputs')?.value;
  return keysOf(inputs, anchors).map((key) => ({
    kind: 'input',
    name: key.text,
    at: key,
    isDeclaration: true,
    scope: GLOBAL,
    scalar: key,
  }));
}

/** The inputs that the items of `include` or `trigger:include` give to the files that they name. */
export function givenInputs(include: YamlNode | undefined, anchors: Anchors, scope: string): Occurrence[] {
  return flatItems(include, anchors).flatMap((node) => {
    const inputs = fieldsOf(node, anchors).get('inputs')?.value;
    const [item] = inputs === undefined ? [] : includeItems(node, anchors);
    if (item === undefined) return [];
    return keysOf(inputs, anchors).map((key): Occurrence => ({
      kind: 'input',
      name: key.text,
      at: key,
      isDeclaration: false,
      scope,
      scalar: key,
      item,
    }));
  });
}

function keysOf(node: YamlNode | undefined, anchors: Anchors): YamlScalar[] {
  const mapping = follow(node, anchors);
  if (mapping?.kind !== 'mapping') return [];
  return [...fieldsOf(mapping, anchors).values()].flatMap(({ key }) =>
    key.kind === 'scalar' && scalarText(key)?.includes('$[[') === false ? [key] : [],
  );
}
