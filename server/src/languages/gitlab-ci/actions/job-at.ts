import type { YamlFile } from '../../../yaml/file.ts';
import { nodeAt, type NodePath } from '../../../yaml/find.ts';
import { scalarText, type YamlEntry, type YamlNode } from '../../../yaml/node.ts';
import { isJobName } from '../model/names.ts';

/** The top-level entry of a job around an offset. */
export interface JobEntry {
  readonly name: string;
  readonly entry: YamlEntry;
  readonly path: NodePath;
}

/** The job or hidden job whose text holds an offset. */
export function jobAt(file: YamlFile, offset: number): JobEntry | undefined {
  const path = nodeAt(file, offset);
  const [name] = path?.path ?? [];
  const root = path?.document.document.root;
  if (path === undefined || root?.kind !== 'mapping' || typeof name !== 'string' || !isJobName(name)) return undefined;
  const entry = root.entries.findLast(({ key }) => scalarText(key) === name);
  return entry && { name, entry, path };
}

/** The scalar that begins at an offset. */
export function scalarAt(file: YamlFile, offset: number): string | undefined {
  const node = nodeAt(file, offset)?.node;
  return node?.kind === 'scalar' ? node.text : undefined;
}

/** Whether something in a node stands for text elsewhere, or for what GitLab puts in before it reads the file. */
export function isIndirect(node: YamlNode | undefined): boolean {
  if (node === undefined) return false;
  if (node.kind === 'alias' || node.tag === '!reference') return true;
  if (node.kind === 'scalar') return node.text.includes('$[[');
  if (node.kind === 'sequence') return node.items.some(isIndirect);
  return node.entries.some(({ key, value }) => scalarText(key) === '<<' || isIndirect(key) || isIndirect(value));
}
