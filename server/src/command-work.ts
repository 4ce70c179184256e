import type { Work } from './cli/work.ts';
import { diskFileSystem } from './io/file-system.ts';
import { createGit } from './io/git/git.ts';
import { createRenderer } from './io/renderer.ts';
import { checkDrift } from './workflows/check-drift.ts';
import { compareFiles } from './workflows/compare-files.ts';
import { simulateEvent } from './workflows/simulate-pipeline.ts';
import { defaultSettings } from './workspace/settings.ts';

/** What the commands ask of this machine, tied to its Git, network and tools. Loaded when a command first needs it. */
export function createWork(): Work {
  const { executables } = defaultSettings;
  const git = createGit(() => executables.git);
  const fileSystem = diskFileSystem;
  const renderer = createRenderer({ executables: () => executables });
  const now = (): Date => new Date();
  return {
    simulatePipeline: (request, token) => simulateEvent({ git, fileSystem }, request, token),
    compareFiles: (files) => compareFiles({ fileSystem, now }, files),
    checkDrift: async (request, progress, token) => {
      const { createCluster } = await import('./io/kubernetes/cluster.ts');
      return checkDrift({ fileSystem, renderer, cluster: createCluster(), now }, request, progress, token);
    },
  };
}
