import { neverCancelled } from '../base/cancellation.ts';
import type { PlannedChanges } from '../workflows/plan-changes.ts';
import { parseArguments } from './arguments.ts';
import { planJson } from './formats/plan-json.ts';
import { planMarkdown } from './formats/plan-markdown.ts';
import { isChanged, planText } from './formats/plan-text.ts';
import { progressOn, refuse, writeOutput } from './output.ts';
import { absolutePath } from './paths.ts';
import { EXIT, type ExitCode, type Surroundings } from './surroundings.ts';

const OPTIONS = {
  flags: ['offline'],
  values: { base: 'a REVISION', format: ['text', 'json', 'markdown'], output: 'a FILE' },
};

export const planHelp = `plumbline plan [PATH]       what the working tree changes: jobs of the pipeline, and objects of manifests and overlays

  PATH                      a folder, of which every changed file counts ('.' by default), or one file
  --base REV                what to compare with; by default the merge base with the default branch
  --offline                 opens no connection: files that pipelines include from other projects and addresses are
                            taken from copies of earlier runs
  --format F                text (default), json, markdown
  --output FILE             writes there and not to standard output

Overlays are rendered with kustomize or kubectl. Secrets are masked.
Exit codes: 0 nothing changes, 1 something changes, 2 something could not be planned.
`;

/** `plumbline plan`: 0 nothing changes, 1 something changes, 2 could not plan all that was asked. */
export async function plan(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { values, words, flags, problem } = parseArguments(args, OPTIONS);
  const [word = '.', ...more] = words;
  if (problem !== undefined) return refuse('plan', problem, surroundings);
  if (more.length > 0)
    return refuse('plan', `One path is planned at a time, not '${words.join("' and '")}'`, surroundings);
  const path = absolutePath(surroundings.folder, word);
  const kind = await surroundings.fileSystem.kind(path);
  if (kind === 'missing') return refuse('plan', `There is no file or folder '${word}'`, surroundings);
  const { planChanges } = await surroundings.work();
  const base = values.get('base');
  const isOffline = flags.has('offline');
  const request = { path, isFolder: kind === 'folder', isOffline, ...(base !== undefined && { base }) };
  const planned = await planChanges(request, { progress: progressOn(surroundings), token: neverCancelled });
  if (!planned.ok) return refuse('plan', planned.problem, surroundings);
  const isColored = surroundings.isColored && !values.has('output');
  const text = formatted(values.get('format'), planned.value, { isColored, folder: surroundings.folder });
  const isWritten = await writeOutput(text, { command: 'plan', output: values.get('output') }, surroundings);
  return isWritten ? exitCodeFor(planned.value, surroundings) : EXIT.incomplete;
}

function formatted(
  format: string | undefined,
  changes: PlannedChanges,
  { isColored, folder }: { readonly isColored: boolean; readonly folder: string },
): string {
  if (format === 'json') return planJson(changes, folder);
  return format === 'markdown' ? planMarkdown(changes) : planText(changes, { isColored });
}

function exitCodeFor({ pipelines, objects, notChecked }: PlannedChanges, { printError }: Surroundings): ExitCode {
  // A job that depends on a variable may run, which is an answer; an include that is not there hides jobs.
  const includes = pipelines.flatMap((pipeline) => pipeline.notChecked.filter((note) => note.startsWith('include')));
  const missing = [...notChecked, ...includes];
  for (const note of missing) printError(`not planned: ${note}\n`);
  if (missing.length > 0) return EXIT.incomplete;
  const jobs = pipelines.flatMap(({ scenarios }) => scenarios.flatMap((scenario) => scenario.jobs));
  return objects.length > 0 || jobs.some(isChanged) ? EXIT.found : EXIT.clean;
}
