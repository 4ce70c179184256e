import { isRecord, ownText, ownValue } from '../../../base/record.ts';
import { flatten } from '../configuration/flatten.ts';
import type { Loaded } from '../configuration/load.ts';
import type { LookUp } from '../expression/evaluate.ts';
import { buildJobs, type JobsResult } from './build-jobs.ts';
import { withChildren } from './child-pipelines.ts';
import type { Context } from './conditions.ts';
import { existingFiles } from './include-rules.ts';
import type { SimulatedPipeline, SimulationInput } from './input.ts';
import { validateLogic } from './logic.ts';
import { mergeConfiguration } from './merge-configuration.ts';
import { predefinedVariables, type Variables } from './predefined.ts';
import { readRoot, type PipelineRoot } from './root.ts';
import { evaluateRules } from './rules.ts';
import type { Simulation } from './simulation.ts';
import { createLookUp, expandKnown, readVariables } from './variables.ts';

const NOT_CREATED = {
  created: false,
  stages: [],
  jobs: [],
  excluded: [],
  warnings: [],
} as const;

/**
 * Which jobs GitLab would put into the pipeline of an event, and why. It goes GitLab's way: include, extends, reference,
 * workflow rules, job rules. What depends on something that the input does not say is 'maybe', and named in `unknown`.
 */
export function simulatePipeline(asked: SimulationInput): SimulatedPipeline {
  const input = { ...(asked.elsewhere && existingFiles(asked.elsewhere)), ...asked };
  const others = input.otherVariables ?? 'unknown';
  const given: Variables = new Map(Object.entries(input.variables ?? {}));
  const predefined = predefinedVariables(input);
  const merged = mergeConfiguration(input);
  const { loaded } = merged;
  if (merged.value === undefined) return { ...NOT_CREATED, unknown: loaded.unknown, errors: [merged.error] };
  const root = readRoot(merged.value, loaded.origins, loaded.unknown.length > 0);
  const errors = root.errors.length > 0 ? root.errors : validateLogic(root, loaded.unknown.length > 0);
  const { warnings } = root;
  if (errors.length > 0) return { ...NOT_CREATED, unknown: loaded.unknown, errors, warnings };
  const rootVariables = readVariables(root.variables);
  const ownNames = namesSetIn(root);
  const base = { input, root, origins: loaded.origins, given, predefined, rootVariables, ownNames, others };
  return { ...create({ ...base, workflowVariables: new Map() }, loaded), warnings };
}

function create(simulation: Simulation, loaded: Loaded): Omit<SimulatedPipeline, 'warnings'> {
  const { input, root, others, given, predefined, rootVariables } = simulation;
  const lookUp = createLookUp([given, rootVariables, predefined, simulation.ownNames], others);
  const workflow = judgeWorkflow(root.workflow, { input, lookUp });
  const unknown = [...loaded.unknown];
  if (workflow.created === 'maybe') unknown.push({ name: 'workflow', because: workflow.because.join(', ') });
  if (workflow.created === false) {
    return { ...NOT_CREATED, reason: 'Pipeline filtered out by workflow rules.', unknown, errors: [] };
  }
  const ready = { ...simulation, workflowVariables: readVariables(ownValue(workflow.rule, 'variables')) };
  const result = buildJobs(ready, loaded.unknown.length > 0);
  return finish(ready, result, unknown);
}

/** Every name under a `variables` of the workflow, a job or a rule, with no value. */
function namesSetIn({ workflow, jobs }: PipelineRoot): Variables {
  const names = new Map<string, null>();
  const add = (holder: unknown): void => {
    for (const name of readVariables(ownValue(holder, 'variables')).keys()) names.set(name, null);
  };
  for (const rule of flatten(ownValue(workflow, 'rules'))) add(rule);
  for (const { data } of jobs) {
    add(data);
    for (const rule of flatten(ownValue(data, 'rules'))) add(rule);
  }
  return names;
}

interface WorkflowVerdict {
  readonly created: boolean | 'maybe';
  readonly rule: unknown;
  readonly because: readonly string[];
}

function judgeWorkflow(workflow: unknown, context: Context): WorkflowVerdict {
  const rules = ownValue(workflow, 'rules');
  if (rules === undefined || rules === null) return { created: true, rule: undefined, because: [] };
  const { possible, because } = evaluateRules(rules, context);
  const answers = possible.map(({ rule }) => rule !== undefined && ownText(rule, 'when') !== 'never');
  const [first] = possible;
  if (answers.every((answer) => answer) && possible.length === 1)
    return { created: true, rule: first?.rule, because: [] };
  if (answers.every((answer) => !answer)) return { created: false, rule: undefined, because: [] };
  const rule = possible[answers.indexOf(true)]?.rule;
  return { created: answers.includes(false) ? 'maybe' : true, rule, because };
}

const NO_JOBS =
  'Pipeline will not run for the selected trigger. The rules configuration prevented any jobs from being added to the pipeline.';

function finish(
  simulation: Simulation,
  result: JobsResult,
  unknown: SimulatedPipeline['unknown'],
): Omit<SimulatedPipeline, 'warnings'> {
  const { jobs, excluded, errors } = result;
  const all = [...unknown, ...result.unknown];
  if (errors.length > 0) return { ...NOT_CREATED, excluded, unknown: all, errors };
  const hasRealStage = jobs.some(({ stage }) => stage !== '.pre' && stage !== '.post');
  const isOpen = unknown.some(({ name }) => name.startsWith('include'));
  if (!hasRealStage && !isOpen) return { ...NOT_CREATED, reason: NO_JOBS, excluded, unknown: all, errors: [] };
  const stages = simulation.root.stages.filter((stage) => jobs.some((job) => job.stage === stage));
  const name = pipelineName(simulation);
  const made = { created: true, ...(name !== undefined && { name }), stages, jobs, excluded, unknown: all, errors: [] };
  return withChildren({ ...made, warnings: [] }, simulation.input, result.triggers, simulatePipeline);
}

function pipelineName(simulation: Simulation): string | undefined {
  const written = ownText(isRecord(simulation.root.workflow) ? simulation.root.workflow : undefined, 'name');
  if (written === undefined) return undefined;
  const { given, workflowVariables, rootVariables, predefined, others } = simulation;
  const lookUp: LookUp = createLookUp([given, workflowVariables, rootVariables, predefined], others);
  const name = expandKnown(written, lookUp);
  return name.trim() === '' ? undefined : name;
}
