import { simulatePipeline, type SimulationInput } from '../../server/src/languages/gitlab-ci/index.ts';

/** The pipeline that files make, by their paths: of a push to the default branch, unless `options` say otherwise. */
export function simulateFiles(
  files: Readonly<Record<string, string>>,
  options: Partial<Omit<SimulationInput, 'read'>> = {},
): ReturnType<typeof simulatePipeline> {
  return simulatePipeline({
    read: (path) => files[path],
    paths: Object.keys(files),
    event: 'push',
    ref: 'main',
    defaultBranch: 'main',
    ...options,
  });
}
