import type { Elsewhere } from '../../languages/gitlab-ci/index.ts';
import type { IncludeReader, ProjectHome } from '../../workspace/ports/includes.ts';
import type { FileState, Snapshot } from '../../workspace/snapshot.ts';
import { isTreePath } from '../../workspace/include-address.ts';
import { fileWithoutYaml, parseYamlFile } from '../../yaml/file.ts';

/** Included files from outside the repository: 'pending' ones are wanted. */
export interface ElsewhereFiles extends Elsewhere {
  /** Reads what was wanted, and finds out where the repository is hosted. */
  readonly load: (paths: readonly string[]) => Promise<void>;
}

/** Those that the editor's workspace has; it reads what is asked for. */
export function elsewhereOfWorkspace(
  load: (paths: readonly string[]) => Promise<Snapshot>,
  root: string,
): ElsewhereFiles {
  let snapshot: Snapshot | undefined;
  return {
    home: () => snapshot?.projectHome(root),
    file: (path) => snapshot?.file(path) ?? { state: 'pending' },
    load: async (paths) => {
      // Asking is the sign to look for it.
      (await load([])).projectHome(root);
      snapshot = await load(paths);
    },
  };
}

/** Those that a command reads. */
export function elsewhereOfReader(reader: () => Promise<IncludeReader>, root: string): ElsewhereFiles {
  const files = new Map<string, FileState>();
  let home: ProjectHome | undefined;
  return {
    home: () => home,
    file: (path) => files.get(path) ?? { state: 'pending' },
    load: async (paths) => {
      const made = await reader();
      home ??= await made.home(root);
      for (const path of paths) {
        const state = await made.read(path);
        const { source } = state.state === 'text' ? state : {};
        if (state.state === 'text') {
          const file = isTreePath(path) ? fileWithoutYaml(path, state.text) : parseYamlFile(path, state.text);
          files.set(path, { state: 'loaded', file, ...(source && { source }) });
        } else {
          files.set(path, state);
        }
      }
    },
  };
}
