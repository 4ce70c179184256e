import type { CancellationToken } from '../base/cancellation.ts';
import { success, type Result } from '../base/result.ts';
import { mergePipeline } from '../languages/gitlab-ci/index.ts';
import { mergedEvent, type MergedEvent } from './merged-pipeline/merged-event.ts';
import { startAt } from './preview-plan/entry.ts';
import { simulateWith } from './preview-plan/side-files.ts';
import { prepareSimulation, type SimulationPorts, type SimulationRequest } from './simulate-pipeline.ts';

/** The configuration of the working tree as GitLab merges it for one event. Reads files and Git only. */
export async function mergeEvent(
  ports: SimulationPorts,
  request: SimulationRequest,
  token: CancellationToken,
): Promise<Result<MergedEvent>> {
  const ready = await prepareSimulation(ports, request, token);
  if (!ready.ok) return ready;
  const { files, input } = ready.value;
  const merged = await simulateWith(files, (read, elsewhere) =>
    mergePipeline({ ...input, ...startAt(input.entry, read), elsewhere }),
  );
  return merged.ok ? success(mergedEvent(input.entry, merged.value)) : merged;
}
