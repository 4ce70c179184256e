import { workingFolderOf } from '../base/path.ts';
import { mergePipeline } from '../languages/gitlab-ci/index.ts';
import type { FileSystem } from '../workspace/ports/file-system.ts';
import { parseYamlFile, type YamlFile } from '../yaml/file.ts';
import { mergedEvent, type MergedEvent } from './merged-pipeline/merged-event.ts';
import type { SimulationRequest } from './simulate-pipeline.ts';

interface MergeFilesPorts {
  readonly fileSystem: FileSystem;
  /** The root of the repository that a folder lies in; undefined outside any. */
  readonly repositoryRoot: (folder: string) => string | undefined;
}

/** Includes of includes; a chain of them is far shorter. */
const MOST_ROUNDS = 30;

/**
 * Merges a pipeline that is made of files alone, without asking Git or anybody else, which takes longer than the merge.
 * Undefined where more is needed: the event, a list of the files, a file from elsewhere, or words for a missing file.
 */
export async function mergeFiles(
  { fileSystem, repositoryRoot }: MergeFilesPorts,
  { folder, file, inputs }: SimulationRequest,
): Promise<MergedEvent | undefined> {
  const path = file ?? `${repositoryRoot(folder) ?? folder}/.gitlab-ci.yml`;
  const ownFolder = workingFolderOf(path);
  const root = repositoryRoot(ownFolder) ?? ownFolder;
  const entry = path.slice(root.length + 1);
  const known = new Map<string, YamlFile | undefined>();
  let wanted = new Set([entry]);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    for (const name of wanted) known.set(name, await readFile(fileSystem, root, name));
    if (known.get(entry) === undefined) return undefined;
    wanted = new Set();
    const read = (name: string): YamlFile | undefined => {
      if (!known.has(name)) wanted.add(name);
      return known.get(name);
    };
    const merged = mergePipeline({ entry, read, ...NO_EVENT, ...(inputs && { inputs }) });
    if (wanted.size > 0) continue;
    return merged.dependsOnEvent || merged.unknown.length > 0 ? undefined : mergedEvent(entry, merged);
  }
  return undefined;
}

const NO_EVENT = { event: 'push', ref: 'main', defaultBranch: 'main' } as const;

async function readFile(fileSystem: FileSystem, root: string, name: string): Promise<YamlFile | undefined> {
  const disk = await fileSystem.read(`${root}/${name}`);
  return disk.state === 'text' ? parseYamlFile(name, disk.text) : undefined;
}
