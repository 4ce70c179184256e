import { jsonText } from '../../../base/json.ts';
import { isRecord, ownText, ownValue, type DataRecord } from '../../../base/record.ts';
import { ENTRY_ELSEWHERE } from '../model/entry-text.ts';
import { CHILD_LEVELS } from '../model/include-graph.ts';
import type { SimulatedChild, SimulatedJob, SimulatedPipeline, SimulationInput } from './input.ts';

/** What a trigger job hands on. */
export interface TriggerFacts {
  /** Its `trigger`, as written. */
  readonly trigger: unknown;
  /** Its variables with those of the rule, the workflow and the root that it takes over, filled in as far as known. */
  readonly variables: Readonly<Record<string, string>>;
}

/** More children of one pipeline are not followed: a matrix can make hundreds of them. */
const MOST_FOLLOWED = 20;

/** Adds to each job that starts a child pipeline what that would be. */
export function withChildren(
  pipeline: SimulatedPipeline,
  input: SimulationInput,
  facts: ReadonlyMap<string, TriggerFacts>,
  simulate: (input: SimulationInput) => SimulatedPipeline,
): SimulatedPipeline {
  if (facts.size === 0) return pipeline;
  let followed = 0;
  const jobs = pipeline.jobs.map((job): SimulatedJob => {
    const own = facts.get(job.name);
    if (own !== undefined) followed++;
    const child = own && childOf(own, input, followed > MOST_FOLLOWED ? undefined : simulate);
    return child === undefined ? job : { ...job, child };
  });
  return { ...pipeline, jobs };
}

function childOf(
  { trigger, variables }: TriggerFacts,
  input: SimulationInput,
  simulate: ((input: SimulationInput) => SimulatedPipeline) | undefined,
): SimulatedChild | undefined {
  const include = ownValue(trigger, 'include');
  if (include === undefined || include === null) return undefined;
  const items: readonly unknown[] = Array.isArray(include) ? (include as unknown[]).flat() : [include];
  const source = items.map(nameOf).join(', ');
  const parent = { level: (input.parent?.level ?? 0) + 1, event: input.parent?.event ?? input.event };
  const unknown = whyNotKnown(items, parent.level);
  if (unknown !== undefined) return { source, unknown };
  if (simulate === undefined) {
    return { source, unknown: `only ${MOST_FOLLOWED} child pipelines of a pipeline are followed` };
  }
  // GitLab writes an entry that only includes them (app/models/ci/bridge.rb).
  const entry = `${jsonText({ include: items })}\n`;
  const handedOn = ownValue(ownValue(trigger, 'forward'), 'yaml_variables') === false ? {} : variables;
  const pipeline = simulate({
    ...input,
    event: 'parent_pipeline',
    parent,
    entry: ENTRY_ELSEWHERE,
    read: (path) => (path === ENTRY_ELSEWHERE ? entry : input.read(path)),
    inputs: {},
    variables: { ...input.variables, ...handedOn },
  });
  return { source, pipeline };
}

function whyNotKnown(items: readonly unknown[], level: number): string | undefined {
  if (level > CHILD_LEVELS) {
    return `GitLab starts no child pipelines below ${CHILD_LEVELS} levels of them, so this job fails`;
  }
  const made = items.find((item): item is DataRecord => isRecord(item) && Object.hasOwn(item, 'artifact'));
  return made && `job '${ownText(made, 'job') ?? ''}' makes '${nameOf(made)}' when the pipeline runs`;
}

/** What an include is called: its path, address or name. */
function nameOf(item: unknown): string {
  if (typeof item === 'string') return item;
  const kinds = ['local', 'remote', 'template', 'component', 'artifact'];
  const own = kinds.map((kind) => ownText(item, kind)).find((text) => text !== undefined);
  if (own !== undefined) return own;
  const file = ownValue(item, 'file');
  return `${String(Array.isArray(file) ? file.join(', ') : file)} of ${ownText(item, 'project') ?? 'another project'}`;
}
