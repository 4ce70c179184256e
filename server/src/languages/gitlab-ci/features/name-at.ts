import type { YamlFile } from '../../../yaml/file.ts';
import { nodeAt, type NodePath } from '../../../yaml/find.ts';
import { scalarText, type YamlNode, type YamlScalar } from '../../../yaml/node.ts';
import type { Cursor } from '../../language.ts';
import type { NameKind, Shape } from '../keywords/shape.ts';
import { isJobName } from '../model/names.ts';
import type { Step } from './completion/line-structure.ts';
import { shapeAt } from './shape-path.ts';

/** What a cursor is on. */
export interface Target {
  readonly kind: NameKind | 'alias' | 'reference' | 'keyword' | 'value' | 'own-name';
  readonly name: string;
  readonly node: YamlNode;
  readonly shape: Shape | undefined;
  /** For 'reference': the keys up to the one under the cursor. */
  readonly keys?: readonly string[];
  readonly path: NodePath;
}

/** On the sign of a variable, the cursor at its name: `$NAME`, `${NAME}`. */
export function behindSign({ file, offset }: Cursor): Cursor {
  const [sign = ''] = /^(?:\$\{?|\{)(?=\w)/.exec(file.text.slice(offset, offset + 3)) ?? [];
  const isSign = sign !== '{' || file.text[offset - 1] === '$';
  return isSign ? { file, offset: offset + sign.length } : { file, offset };
}

/** Finds what the cursor is on: a keyword, a name of something, an alias, a step of a `!reference`. */
export function targetAt(file: YamlFile, offset: number): Target | undefined {
  const path = nodeAt(file, offset);
  const { node } = path ?? {};
  if (path === undefined || node === undefined) return undefined;
  if (node.kind === 'alias') return { kind: 'alias', name: node.name, node, shape: undefined, path };
  return node.kind === 'scalar' ? scalarTarget(path, node) : undefined;
}

function scalarTarget(path: NodePath, node: YamlScalar): Target | undefined {
  const holder = path.parents.at(-1);
  if (holder?.tag === '!reference' && holder.kind === 'sequence') {
    const keys = holder.items.slice(0, Number(path.path.at(-1)) + 1).map((item) => scalarText(item) ?? '');
    return { kind: 'reference', name: node.text, node, shape: undefined, keys, path };
  }
  const shape = shapeAt(stepsOf(path), (depth) => keysOf(path.parents[depth]));
  if (path.inKey) return keyTarget(path, node.text, shape);
  return { kind: shape?.string?.names ?? 'value', name: node.text, node, shape, path };
}

function keyTarget(path: NodePath, name: string, shape: Shape | undefined): Target | undefined {
  const { node } = path;
  if (node === undefined) return undefined;
  const isOwnName = path.path.length === 1 && isJobName(name);
  return { kind: isOwnName ? 'own-name' : 'keyword', name, node, shape, path };
}

function stepsOf({ path }: NodePath): Step[] {
  return path.map((segment) => (typeof segment === 'number' ? '-' : segment));
}

function keysOf(node: YamlNode | undefined): ReadonlySet<string> | undefined {
  if (node?.kind !== 'mapping') return undefined;
  return new Set(node.entries.map(({ key }) => scalarText(key) ?? ''));
}

/** Whether a target is a job by its name, where it is used or where it is defined. */
export function jobNameOf(target: Target): string | undefined {
  if (target.kind === 'job' || target.kind === 'template' || target.kind === 'own-name') return target.name;
  return target.kind === 'reference' && target.keys?.length === 1 ? target.name : undefined;
}
