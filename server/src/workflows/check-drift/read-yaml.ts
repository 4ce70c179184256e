import type { FileSystem } from '../../workspace/ports/file-system.ts';
import { parseYamlFile, type YamlFile } from '../../yaml/file.ts';

/** Reads a file by its absolute path. Undefined for what cannot be read. */
export type ReadYaml = (path: string) => Promise<YamlFile | undefined>;

/** Reads through the editor's unsaved texts, each file once. */
export function readYaml(fileSystem: FileSystem, unsaved?: ReadonlyMap<string, string>): ReadYaml {
  const known = new Map<string, YamlFile | undefined>();
  return async (path) => {
    if (!known.has(path)) {
      const open = unsaved?.get(path);
      const disk = open === undefined ? await fileSystem.read(path) : { state: 'text' as const, text: open };
      known.set(path, disk.state === 'text' ? parseYamlFile(path, disk.text) : undefined);
    }
    return known.get(path);
  };
}
