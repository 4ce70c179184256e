import { folderOf, resolvePath } from '../../base/path.ts';
import { kustomizationFileNames, kustomizationReferences } from '../../workspace/kustomization-file.ts';
import type { YamlFile } from '../../yaml/file.ts';
import type { Preview } from './model.ts';

/**
 * The folders (absolute) whose kustomizations a file reaches and that no other one builds upon: what is deployed. A
 * kustomization file reaches its own folder. Empty for a file that none names.
 */
export async function overlaysOf(preview: Preview, file: YamlFile): Promise<readonly string[]> {
  const users = await usersByTarget(preview);
  const isOwn = kustomizationFileNames.some((name) => file.path.endsWith(`/${name}`));
  const reached = new Set<string>();
  const waiting = isOwn ? [folderOf(file.path)] : [...(users.get(file.path) ?? [])];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    if (reached.has(folder)) continue;
    reached.add(folder);
    waiting.push(...(users.get(folder) ?? []));
  }
  return [...reached].filter((folder) => (users.get(folder) ?? new Set()).size === 0).sort();
}

/** For each file and folder that kustomizations name: the folders of those that name it. */
async function usersByTarget({ ports, root }: Preview): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const listing = (await ports.load([])).filesBelow(root) ?? (await ports.fileSystem.list(root));
  const paths = listing.filter((path) => kustomizationFileNames.some((name) => path.endsWith(`/${name}`)));
  const snapshot = await ports.load(paths);
  const users = new Map<string, Set<string>>();
  for (const path of paths) {
    const state = snapshot.file(path);
    if (state.state !== 'loaded') continue;
    const folder = folderOf(path);
    for (const reference of kustomizationReferences(state.file)) {
      const target = resolvePath(folder, reference.path);
      users.set(target, (users.get(target) ?? new Set()).add(folder));
    }
  }
  return users;
}
