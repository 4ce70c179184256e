import { neverCancelled } from '../base/cancellation.ts';
import { success, type Result } from '../base/result.ts';
import type { MergedEvent } from '../workflows/merged-pipeline/merged-event.ts';
import { mergeFiles } from '../workflows/merge-files.ts';
import type { SimulationRequest } from '../workflows/simulate-pipeline.ts';
import type { ParsedArguments } from './arguments.ts';
import { mergedJson } from './formats/merged-json.ts';
import { mergedText } from './formats/merged-text.ts';
import { refuse, writeOutput } from './output.ts';
import { EXIT, type ExitCode, type Surroundings } from './surroundings.ts';

/**
 * `plumbline pipeline --merged`. A configuration with mistakes is written all the same, as far as GitLab merges it; what
 * GitLab says about it goes to standard error.
 */
export async function printMerged(
  request: SimulationRequest,
  { values, flags }: ParsedArguments,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const made = await merge(request, surroundings);
  if (!made.ok) return refuse('pipeline', made.problem, surroundings);
  const text = values.get('format') === 'json' ? mergedJson(made.value) : mergedText(made.value, flags.has('origins'));
  const destination = { command: 'pipeline', output: values.get('output') };
  if (!(await writeOutput(text, destination, surroundings))) return EXIT.incomplete;
  return say(made.value, surroundings);
}

async function merge(request: SimulationRequest, surroundings: Surroundings): Promise<Result<MergedEvent>> {
  const { fileSystem } = surroundings;
  const quickly = await mergeFiles({ fileSystem, repositoryRoot: (path) => fileSystem.repositoryRoot(path) }, request);
  if (quickly !== undefined) return success(quickly);
  const { mergePipeline } = await surroundings.work();
  return mergePipeline(request, neverCancelled);
}

function say({ entry, errors, unknown }: MergedEvent, { printError }: Surroundings): ExitCode {
  for (const error of errors) printError(`${entry}: GitLab refuses the pipeline: ${error}\n`);
  for (const { name, because } of unknown) printError(`not merged: ${name}: ${because}\n`);
  if (unknown.length > 0) return EXIT.incomplete;
  return errors.length > 0 ? EXIT.found : EXIT.clean;
}
