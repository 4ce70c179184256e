import { isIncludePath } from '../workspace/include-address.ts';
import type { IncludeReader, ProjectHome } from '../workspace/ports/includes.ts';
import type { DiskState, Workspace } from '../workspace/workspace.ts';
import type { Surroundings } from './surroundings.ts';

/** Brings into a workspace what a command and its features ask for. */
export interface WantedReader {
  readonly read: (files: readonly string[]) => Promise<void>;
  /** Reads what features asked for since the last time; answers whether there was anything. */
  readonly readWanted: () => Promise<boolean>;
}

type Ports = Pick<Surroundings, 'fileSystem' | 'loadIncludes' | 'loadSchemaCompiler'>;

/** Reads files from the disk, and included files from elsewhere with a reader that is loaded when the first is wanted. */
export function createWantedReader(workspace: Workspace, ports: Ports, isOffline: boolean): WantedReader {
  let includes: Promise<IncludeReader> | undefined;
  const reader = (): Promise<IncludeReader> => (includes ??= ports.loadIncludes(isOffline));
  let homes: Promise<unknown> | undefined;
  const readOne = async (file: string): Promise<DiskState> => {
    if (!isIncludePath(file)) return ports.fileSystem.read(file);
    const made = await reader();
    // The servers that a workspace belongs to may be private ones, so the reader has to know them first.
    homes ??= Promise.all(workspace.snapshot().roots.map((root) => made.home(root)));
    await homes;
    return made.read(file);
  };
  const read = async (files: readonly string[]): Promise<void> => {
    const states = await Promise.all(files.map(readOne));
    for (const [index, state] of states.entries()) workspace.setDisk(files[index] ?? '', state);
  };
  const homeOf = async (folder: string): Promise<ProjectHome> => {
    const made = await reader();
    const home = await made.home(folder);
    return workspace.snapshot().exists(`${folder}/.gitlab-ci.yml`) === true ? home : made.settledHome(home);
  };
  return {
    read,
    readWanted: async () => {
      const wanted = workspace.takeWanted();
      const folders = workspace.takeWantedHomes();
      const isCompilerWanted = workspace.takeSchemaCompilerWish();
      if (isCompilerWanted) workspace.setSchemaCompiler(await ports.loadSchemaCompiler());
      for (const folder of folders) workspace.setHome(folder, await homeOf(folder));
      await read(wanted);
      return wanted.length > 0 || folders.length > 0 || isCompilerWanted;
    },
  };
}
