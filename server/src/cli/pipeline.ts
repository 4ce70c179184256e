import { nearestName } from '../base/nearest-name.ts';
import { neverCancelled } from '../base/cancellation.ts';
import type { PipelineSimulation, SimulationRequest } from '../workflows/simulate-pipeline.ts';
import { parseArguments, readPairs, type ParsedArguments } from './arguments.ts';
import { explainJob, pipelineText } from './formats/pipeline-text.ts';
import { pipelineJson } from './formats/pipeline-json.ts';
import { pipelineMermaid } from './formats/pipeline-mermaid.ts';
import { EVENTS, type Event } from './events.ts';
import { printMerged } from './merged.ts';
import { refuse, writeOutput } from './output.ts';
import { absolutePath } from './paths.ts';
import { EXIT, type ExitCode, type Surroundings } from './surroundings.ts';

const OPTIONS = {
  flags: ['merged', 'origins', 'offline'],
  values: {
    event: EVENTS,
    ref: 'a REF',
    'default-branch': 'a BRANCH',
    target: 'a BRANCH',
    'changed-from': 'a REVISION',
    explain: 'a JOB',
    format: ['text', 'json', 'mermaid'],
    output: 'a FILE',
  },
  repeated: { var: 'NAME=VALUE', input: 'NAME=VALUE' },
  series: { changed: 'PATHS' },
};

/** `plumbline pipeline`: 0 GitLab would take it, 1 it would refuse it, 2 could not simulate all of it. */
export async function pipeline(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const parsed = parseArguments(args, OPTIONS);
  const request = parsed.problem ?? requestOf(parsed, surroundings);
  if (typeof request === 'string') return refuse('pipeline', request, surroundings);
  if (parsed.flags.has('merged')) return printMerged(request, parsed, surroundings);
  const { simulatePipeline } = await surroundings.work();
  const simulated = await simulatePipeline(request, neverCancelled);
  if (!simulated.ok) return refuse('pipeline', simulated.problem, surroundings);
  const job = parsed.values.get('explain');
  const unknownJob = job === undefined ? undefined : problemOfJob(job, simulated.value);
  if (unknownJob !== undefined) return refuse('pipeline', unknownJob, surroundings);
  const text = formatted(simulated.value, parsed, surroundings);
  const destination = { command: 'pipeline', output: parsed.values.get('output') };
  if (!(await writeOutput(text, destination, surroundings))) return EXIT.incomplete;
  return exitCodeFor(simulated.value, surroundings);
}

function requestOf(parsed: ParsedArguments, { folder }: Surroundings): SimulationRequest | string {
  const { values, lists, words, flags } = parsed;
  const wrong = contradictionIn(parsed);
  if (wrong !== undefined) return wrong;
  const [file] = words;
  const changed = lists.get('changed');
  const variables = readPairs('var', lists.get('var') ?? []);
  if (typeof variables === 'string') return variables;
  const inputs = readPairs('input', lists.get('input') ?? []);
  if (typeof inputs === 'string') return inputs;
  const optional = {
    ref: values.get('ref'),
    defaultBranch: values.get('default-branch'),
    changedFrom: values.get('changed-from'),
  };
  return {
    folder,
    isOffline: flags.has('offline'),
    event: (values.get('event') ?? 'push') as Event,
    variables,
    ...(lists.has('input') && { inputs }),
    ...(file !== undefined && { file: absolutePath(folder, file) }),
    ...(changed !== undefined && { changedPaths: changed.map((path) => absolutePath(folder, path)) }),
    ...withoutUndefined({ ...optional, targetBranch: values.get('target') }),
  };
}

function contradictionIn({ flags, values, lists, words }: ParsedArguments): string | undefined {
  if (flags.has('origins') && !flags.has('merged')) return "Option '--origins' belongs to '--merged'";
  if (flags.has('merged') && values.has('explain')) return "Give '--merged' or '--explain', not both";
  if (flags.has('merged') && values.get('format') === 'mermaid') return "'--merged' is written as text or json";
  if (words.length > 1) return `One pipeline file is simulated at a time, not '${words.join("' and '")}'`;
  if (lists.has('changed') && values.has('changed-from')) return "Give '--changed' or '--changed-from', not both";
  if (values.has('target') && values.get('event') !== 'merge_request_event') {
    return "Option '--target' is for merge requests: add --event merge_request_event";
  }
  return undefined;
}

function withoutUndefined<Name extends string>(
  record: Readonly<Record<Name, string | undefined>>,
): Partial<Record<Name, string>> {
  const entries = Object.entries(record).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<Record<Name, string>>;
}

function problemOfJob(job: string, { pipeline: simulated }: PipelineSimulation): string | undefined {
  const { jobs, excluded, unknown } = simulated;
  const names = new Set([
    ...jobs.flatMap((one) => [one.name, one.job]),
    ...[...excluded, ...unknown].map(({ name }) => name),
  ]);
  if (names.has(job) || simulated.errors.length > 0) return undefined;
  const near = nearestName(job, names);
  const hint = near === undefined ? `There are ${[...names].join(', ')}` : `Did you mean '${near}'?`;
  return `There is no job '${job}'. ${hint}`;
}

function formatted(simulation: PipelineSimulation, { values }: ParsedArguments, { isColored }: Surroundings): string {
  const job = values.get('explain');
  const format = values.get('format');
  if (format === 'json') return pipelineJson(simulation, job);
  if (format === 'mermaid') return pipelineMermaid(simulation);
  const options = { isColored: isColored && !values.has('output') };
  return job === undefined ? pipelineText(simulation, options) : explainJob(simulation, job, options);
}

/** An include that could not be read leaves a part of the pipeline unknown; a job that may run is an answer. */
function exitCodeFor({ pipeline: simulated }: PipelineSimulation, surroundings: Surroundings): ExitCode {
  const missing = simulated.unknown.filter(({ name }) => name.startsWith('include'));
  for (const { name, because } of missing) surroundings.printError(`not simulated: ${name}: ${because}\n`);
  if (missing.length > 0) return EXIT.incomplete;
  return simulated.errors.length > 0 ? EXIT.found : EXIT.clean;
}
