import type { Work } from './cli/work.ts';
import { diskFileSystem } from './io/file-system.ts';
import { createGit } from './io/git/git.ts';
import { simulateEvent } from './workflows/simulate-pipeline.ts';
import { defaultSettings } from './workspace/settings.ts';

/** What the commands ask of this machine, tied to its Git, network and tools. Loaded when a command first needs it. */
export function createWork(): Work {
  const { executables } = defaultSettings;
  const git = createGit(() => executables.git);
  return {
    simulatePipeline: (request, token) => simulateEvent({ git, fileSystem: diskFileSystem }, request, token),
  };
}
