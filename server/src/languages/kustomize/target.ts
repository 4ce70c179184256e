import { nearestName } from '../../base/nearest-name.ts';
import { folderOf, resolvePath } from '../../base/path.ts';
import { kustomizationFileIn, type KustomizationReference } from '../../workspace/kustomization-file.ts';
import { namesIn, pathState } from '../../workspace/path-state.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { spanIn, type Span } from '../../yaml/node.ts';
import type { Finding } from '../language.ts';

/** Fields whose paths may name a folder with a kustomization file of its own. */
const TAKES_FOLDERS = new Set(['resources', 'bases', 'components', 'generators', 'transformers', 'validators']);

/** The path as it stands in the text. */
export function spanOf({ node, start, path }: KustomizationReference): Span {
  // An escaped or folded path has no one place for each character: then the whole scalar is meant.
  const isLiteral = node.block.text.startsWith(path, start);
  return isLiteral ? spanIn(node.block, start, start + path.length) : node;
}

/** The file that a reference leads to: itself, or the kustomization file of its folder; undefined when there is none. */
export function targetFile(snapshot: Snapshot, folder: string, { path }: KustomizationReference): string | undefined {
  const target = resolvePath(folder, path);
  const state = pathState(snapshot, target);
  if (state === 'file') return target;
  if (state !== 'folder') return undefined;
  const inside = kustomizationFileIn(snapshot, target);
  return inside.state === 'loaded' ? inside.file.path : undefined;
}

type PathFault = Pick<Finding, 'message' | 'replacement'>;

/** What is wrong with a reference; undefined when nothing is, and while it is not known. */
export function faultOf(snapshot: Snapshot, folder: string, reference: KustomizationReference): PathFault | undefined {
  const { path, field, role } = reference;
  const target = resolvePath(folder, path);
  const state = pathState(snapshot, target);
  if (state === 'missing') {
    const near = suggestion(snapshot, target, path);
    if (near === undefined) return { message: `'${path}' does not exist` };
    return { message: `'${path}' does not exist; did you mean '${near}'?`, replacement: near };
  }
  const mustBuild = state === 'folder' && TAKES_FOLDERS.has(field);
  if (mustBuild && kustomizationFileIn(snapshot, target).state === 'none') {
    const way = "name its files one by one, or add 'kustomization.yaml' to it";
    return { message: `Folder '${path}' has no kustomization file; ${way}` };
  }
  if (state === 'folder' && role === 'patch') return { message: `'${path}' is a folder; a patch is a file` };
  return undefined;
}

function suggestion(snapshot: Snapshot, target: string, written: string): string | undefined {
  const folder = folderOf(target);
  const name = target.slice(folder.length + 1);
  const near = nearestName(name, namesIn(snapshot, folder) ?? []);
  if (near === undefined) return undefined;
  const start = written.lastIndexOf(name);
  return start === -1 ? near : written.slice(0, start) + near;
}
