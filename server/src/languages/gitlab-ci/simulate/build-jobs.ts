import { ownText, ownValue } from '../../../base/record.ts';
import type { OffsetRange } from '../../../base/range.ts';
import { entryOf } from '../../../yaml/node.ts';
import type { Origin } from '../configuration/configuration-value.ts';
import type { LookUp } from '../expression/evaluate.ts';
import type { TriggerFacts } from './child-pipelines.ts';
import { decide, type Decision } from './decide.ts';
import type { Because, SimulatedEnvironment, SimulatedJob, SimulatedPipeline } from './input.ts';
import { copiesOf, fillMatrix, type Copy } from './matrix.ts';
import { readNeeds } from './needs.ts';
import type { PipelineJob } from './root.ts';
import type { Simulation } from './simulation.ts';
import { createLookUp, expandKnown, readVariables } from './variables.ts';

export type JobsResult = Pick<SimulatedPipeline, 'jobs' | 'excluded' | 'unknown' | 'errors'> & {
  /** Of the jobs that start other pipelines, by name. */
  readonly triggers: ReadonlyMap<string, TriggerFacts>;
};

interface Built {
  readonly job: PipelineJob;
  readonly decision: Decision;
  readonly copies: readonly Copy[];
  readonly because: Because;
}

/** The jobs of a pipeline that is created, those that are left out, and what is wrong between them. */
export function buildJobs(simulation: Simulation, hasUnknownIncludes: boolean): JobsResult {
  const hasWorkflowRules = Array.isArray(ownValue(simulation.root.workflow, 'rules'));
  const built = simulation.root.jobs.map((job): Built => {
    const lookUp = jobLookUp(simulation, job);
    const decision = decide(job, { input: simulation.input, lookUp }, hasWorkflowRules);
    const copies = copiesOf(job.name, job.data['parallel']);
    return { job, decision, copies, because: explain(simulation, job, decision) };
  });
  const refused = built.find(({ decision }) => decision.error !== undefined);
  if (refused?.decision.error !== undefined) {
    return {
      jobs: [],
      excluded: [],
      unknown: [],
      triggers: new Map(),
      errors: [`Failed to parse rule for ${refused.job.name}: ${refused.decision.error}`],
    };
  }
  const copies = new Map(built.map((each) => [each.job.name, each.copies.map(({ name }) => name)]));
  const jobs = built.flatMap((each) => simulated(simulation, each, copies));
  const triggers = new Map(built.flatMap((each) => triggersOf(simulation, each)));
  return {
    jobs: inStageOrder(jobs, simulation.root.stages),
    triggers,
    excluded: built.flatMap(({ job, decision, because }) =>
      decision.included === false ? [{ name: job.name, because }] : [],
    ),
    unknown: built.flatMap(({ job, decision }) =>
      decision.included === 'maybe' ? [{ name: job.name, because: decision.unknown.join(', ') }] : [],
    ),
    errors: missingNeeds(simulation, jobs, { copies, hasUnknownIncludes }),
  };
}

function inStageOrder(jobs: readonly SimulatedJob[], stages: readonly string[]): SimulatedJob[] {
  return jobs.toSorted((left, right) => stages.indexOf(left.stage) - stages.indexOf(right.stage));
}

function jobLookUp(simulation: Simulation, job: PipelineJob, extra?: ReadonlyMap<string, string>): LookUp {
  const { given, predefined, workflowVariables, rootVariables, ownNames, others } = simulation;
  const inherited = ownValue(ownValue(job.data, 'inherit'), 'variables');
  const isTaken = (name: string): boolean =>
    inherited !== false && (!Array.isArray(inherited) || inherited.includes(name));
  const fromRoot = new Map([...rootVariables].filter(([name]) => isTaken(name)));
  const own = readVariables(job.data['variables']);
  const ofJob = new Map([
    ['CI_JOB_NAME', job.name],
    ['CI_JOB_STAGE', job.stage],
  ]);
  const layers = [given, ...(extra ? [extra] : []), own, workflowVariables, fromRoot, ofJob, predefined, ownNames];
  return createLookUp(layers, others);
}

function simulated(
  simulation: Simulation,
  { job, decision, copies, because }: Built,
  names: ReadonlyMap<string, readonly string[]>,
): SimulatedJob[] {
  if (decision.included === false) return [];
  const ruleVariables = readVariables(ownValue(decision.rule, 'variables'));
  return copies.map((copy) => {
    const needs = needsOf(job, decision, { copy, names });
    const lookUp = jobLookUp(simulation, job, new Map([...ruleVariables, ...copy.variables]));
    const environment = environmentOf(job.data['environment'], lookUp);
    return {
      name: copy.name,
      job: job.name,
      stage: job.stage,
      when: decision.when,
      outcome: outcomeOf(decision),
      ...(decision.when === 'delayed' && decision.startIn !== undefined && { startIn: decision.startIn }),
      allowFailure: decision.allowFailure,
      ...(needs && { needs: needs.map(({ name }) => name) }),
      ...(environment && { environment }),
      triggers: job.isTrigger,
      because,
    };
  });
}

function triggersOf(simulation: Simulation, { job, decision, copies }: Built): [string, TriggerFacts][] {
  if (!job.isTrigger || decision.included === false) return [];
  const { workflowVariables, rootVariables } = simulation;
  const ruleVariables = readVariables(ownValue(decision.rule, 'variables'));
  return copies.map((copy) => {
    const extra = new Map([...ruleVariables, ...copy.variables]);
    const lookUp = jobLookUp(simulation, job, extra);
    const names = new Set(
      [rootVariables, workflowVariables, readVariables(job.data['variables']), extra].flatMap((each) => [
        ...each.keys(),
      ]),
    );
    const known = [...names].flatMap((name) => {
      const value = lookUp(name);
      return typeof value === 'string' ? [[name, value] as const] : [];
    });
    return [copy.name, { trigger: job.data['trigger'], variables: Object.fromEntries(known) }];
  });
}

function needsOf(
  job: PipelineJob,
  { rule }: Decision,
  { copy, names }: { readonly copy: Copy; readonly names: ReadonlyMap<string, readonly string[]> },
): ReturnType<typeof readNeeds> {
  const fromRule = readNeeds(ownValue(rule, 'needs'), names);
  return fromRule ?? readNeeds(fillMatrix(job.data['needs'], copy.variables).value, names);
}

function outcomeOf({ included, when }: Decision): SimulatedJob['outcome'] {
  if (included === 'maybe') return 'maybe';
  return when === 'manual' || when === 'delayed' ? when : 'runs';
}

function environmentOf(written: unknown, lookUp: LookUp): SimulatedEnvironment | undefined {
  const name = typeof written === 'string' ? written : ownText(written, 'name');
  if (name === undefined) return undefined;
  const url = ownText(written, 'url');
  const tier = ownText(written, 'deployment_tier');
  return {
    name: expandKnown(name, lookUp),
    action: ownText(written, 'action') ?? 'start',
    ...(url !== undefined && { url: expandKnown(url, lookUp) }),
    ...(tier !== undefined && { tier: expandKnown(tier, lookUp) }),
  };
}

/** Needs of jobs that the rules leave out stop the whole pipeline. */
function missingNeeds(
  { root }: Simulation,
  jobs: readonly SimulatedJob[],
  known: { readonly copies: ReadonlyMap<string, readonly string[]>; readonly hasUnknownIncludes: boolean },
): string[] {
  if (known.hasUnknownIncludes) return [];
  const present = new Set(jobs.map(({ name }) => name));
  const data = new Map(root.jobs.map((job) => [job.name, job.data]));
  for (const { name, job, needs = [], outcome } of jobs) {
    const optional = new Set(
      readNeeds(data.get(job)?.['needs'], known.copies)?.flatMap((need) => (need.optional ? [need.name] : [])),
    );
    const missing = needs.find((need) => !present.has(need) && !optional.has(need));
    if (missing === undefined || outcome === 'maybe') continue;
    return [
      `'${name}' job needs '${missing}' job, but '${missing}' does not exist in the pipeline. This might be because of the \`only\`, \`except\`, or \`rules\` keywords. To need a job that sometimes does not exist in the pipeline, use \`needs:optional\`.`,
    ];
  }
  return [];
}

function explain({ origins }: Simulation, job: PipelineJob, { rule, keyword, text }: Decision): Because {
  const origin = originOf(rule, origins) ?? (keyword && keywordOrigin(job, keyword, origins));
  return origin === undefined ? { text } : { text, place: origin };
}

function originOf(value: unknown, origins: Simulation['origins']): Because['place'] {
  const origin = typeof value === 'object' && value !== null ? origins.get(value) : undefined;
  const range = origin?.file.rangeOf(origin.node);
  return origin && range && { path: origin.file.path, range };
}

function keywordOrigin(job: PipelineJob, keyword: string, origins: Simulation['origins']): Because['place'] {
  const origin = originWithKey(job, keyword, origins);
  const entry = entryOf(origin?.node, keyword);
  const range: OffsetRange | undefined = entry && origin?.file.rangeOf(entry.key);
  return origin && range && { path: origin.file.path, range };
}

/** The job's own text, or the list or mapping itself where it came from elsewhere. */
function originWithKey(job: PipelineJob, keyword: string, origins: Simulation['origins']): Origin | undefined {
  const value = job.data[keyword];
  const own = origins.get(job.data);
  if (own !== undefined && entryOf(own.node, keyword) !== undefined) return own;
  return typeof value === 'object' && value !== null ? origins.get(value) : undefined;
}
