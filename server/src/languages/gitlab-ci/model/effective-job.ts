import type { YamlFile } from '../../../yaml/file.ts';
import type { YamlEntry } from '../../../yaml/node.ts';
import { isReference } from './follow.ts';
import type { EnvironmentSummary, JobSummary, NeedUse, NameList } from './job-summary.ts';
import { DEFAULT_STAGE } from './names.ts';

/** A job's text in one of the pipeline's files. */
export interface JobDefinition {
  readonly file: YamlFile;
  readonly job: JobSummary;
}

/**
 * A job after its definitions in all files are merged and `extends` is resolved, as far as the rules need it. It is the
 * same object as long as the texts that it is made of are the same, whatever else changes in the pipeline.
 */
export interface EffectiveJob {
  readonly name: string;
  /** The text that wins, to place findings at, and the path of its file. */
  readonly definition: { readonly path: string; readonly job: JobSummary };
  /** The texts that it is merged from, base first: the last that has a keyword wins. */
  readonly layers: readonly JobSummary[];
  readonly keywords: ReadonlySet<string>;
  /** The text that wins for each keyword. */
  readonly fields: ReadonlyMap<string, YamlEntry>;
  readonly extends: NameList | undefined;
  /** 'unknown' when an input, a reference or a job that is not loaded gives it. */
  readonly stage: { readonly name: string; readonly from: JobSummary | undefined } | 'unknown';
  readonly needs: { readonly needs: readonly NeedUse[]; readonly open: boolean; readonly from: JobSummary } | undefined;
  readonly rulesNeeds: readonly NeedUse[];
  readonly dependencies: (NameList & { readonly from: JobSummary }) | undefined;
  readonly environment: EnvironmentSummary | undefined;
  /** A base is not loaded, so keywords may be missing here. */
  readonly open: boolean;
  /** Its `extends` lead back to it, so nothing else can be said. */
  readonly cyclic: boolean;
  readonly hidden: boolean;
}

type Definitions = ReadonlyMap<string, readonly JobDefinition[]>;

interface Layers {
  /** The texts that are laid over each other, base first. */
  readonly layers: readonly JobSummary[];
  readonly open: boolean;
  readonly cyclic: boolean;
}

/** GitLab allows eleven levels of `extends` (https://docs.gitlab.com/ci/yaml/#extends). */
export const MAX_EXTENDS_LEVELS = 11;

/** Beyond this many layers a job is left unknown: a few lines of `extends` can name any number of them. */
const MAX_LAYERS = 1000;

/** Far beyond what GitLab allows nothing is looked up any more. */
const MAX_WALK = 100;

/** Resolves jobs on demand; each name is resolved once. */
export function createEffectiveJobs(
  definitions: Definitions,
  closed: boolean,
): (name: string) => EffectiveJob | undefined {
  const jobs = new Map<string, EffectiveJob | undefined>();
  const layers = new Map<string, Layers>();
  return (name) => {
    const known = jobs.get(name);
    if (known !== undefined || jobs.has(name)) return known;
    const found = aloneIn(definitions.get(name)) ?? layersOf(name, { definitions, known: layers, open: new Set() });
    // A file that is not loaded may define more of the same job.
    const job = resolve(name, definitions, { ...found, open: found.open || !closed });
    jobs.set(name, job);
    return job;
  };
}

/** Most jobs are written once and extend nothing. */
function aloneIn(own: readonly JobDefinition[] | undefined): Layers | undefined {
  const [first, second] = own ?? [];
  if (first === undefined || second !== undefined || first.job.extends !== undefined) return undefined;
  return laidOverBefore([first], [], false);
}

interface Walk {
  readonly definitions: Definitions;
  readonly known: Map<string, Layers>;
  readonly open: Set<string>;
}

const UNKNOWN: Layers = { layers: [], open: true, cyclic: false };

/** Where the walk ends: in a circle, or too deep. */
function edgeOf(name: string, { open }: Walk): Layers | undefined {
  if (open.has(name)) return { layers: [], open: false, cyclic: true };
  return open.size > MAX_WALK ? UNKNOWN : undefined;
}

function layersOf(name: string, walk: Walk): Layers {
  const own = walk.definitions.get(name);
  if (own === undefined) return edgeOf(name, walk) ?? UNKNOWN;
  const before = walk.known.get(name) ?? edgeOf(name, walk);
  if (before !== undefined) return before;
  walk.open.add(name);
  // The file that is merged last says what the merged job extends: lists are replaced, not joined.
  const bases = own.findLast(({ job }) => job.extends !== undefined)?.job.extends;
  const parents = (bases?.names ?? []).map((base) => layersOf(base.name, walk));
  walk.open.delete(name);
  const result = laidOverBefore(own, parents, bases?.open === true);
  // Inside a cycle the answer depends on where the walk began.
  if (!result.cyclic) walk.known.set(name, result);
  return result;
}

interface LaidOver {
  readonly parents: readonly Layers[];
  readonly isOpen: boolean;
  readonly result: Layers;
}

const laid = new WeakMap<JobSummary, LaidOver>();

/** The same layers as before where a job is written once and its bases are the same. */
function laidOverBefore(own: readonly JobDefinition[], parents: readonly Layers[], isOpen: boolean): Layers {
  const [only, another] = own;
  if (only === undefined || another !== undefined) return laidOver(own, parents, isOpen);
  const before = laid.get(only.job);
  const isSame = before?.isOpen === isOpen && before.parents.length === parents.length;
  if (isSame && before.parents.every((parent, index) => parent === parents[index])) return before.result;
  const result = laidOver(own, parents, isOpen);
  laid.set(only.job, { parents, isOpen, result });
  return result;
}

function laidOver(own: readonly JobDefinition[], parents: readonly Layers[], isOpen: boolean): Layers {
  const layers = [...parents.flatMap((parent) => parent.layers), ...own.map(({ job }) => job)];
  const isCut = layers.length > MAX_LAYERS;
  return {
    layers: layers.slice(-MAX_LAYERS),
    open: isOpen || isCut || own.some(({ job }) => job.isElsewhere) || parents.some((parent) => parent.open),
    cyclic: parents.some((parent) => parent.cyclic),
  };
}

const resolved = new WeakMap<JobSummary, EffectiveJob>();

function resolve(name: string, definitions: Definitions, found: Layers): EffectiveJob | undefined {
  const definition = definitions.get(name)?.at(-1);
  if (definition === undefined) return undefined;
  const before = resolved.get(definition.job);
  if (before?.name === name && before.definition.path === definition.file.path && isMadeOf(before, found))
    return before;
  const job = create(name, definitions, found);
  if (job !== undefined) resolved.set(definition.job, job);
  return job;
}

function isMadeOf(job: EffectiveJob, { layers, open, cyclic }: Layers): boolean {
  return (
    job.open === open &&
    job.cyclic === cyclic &&
    job.layers.length === layers.length &&
    job.layers.every((layer, index) => layer === layers[index])
  );
}

function create(name: string, definitions: Definitions, { layers, open, cyclic }: Layers): EffectiveJob | undefined {
  const definition = definitions.get(name)?.at(-1);
  if (definition === undefined) return undefined;
  const last = <Value>(read: (job: JobSummary) => Value | undefined): [Value, JobSummary] | undefined => {
    for (const job of layers.toReversed()) {
      const value = read(job);
      if (value !== undefined) return [value, job];
    }
    return undefined;
  };
  const needs = last((job) => job.needs);
  const dependencies = last((job) => job.dependencies);
  const fields = new Map(layers.flatMap((job) => [...job.fields].filter(isPresent)));
  const withRules = last((job) => job.fields.get('rules'));
  return {
    name,
    definition: { path: definition.file.path, job: definition.job },
    layers,
    keywords: new Set(fields.keys()),
    fields,
    extends: definitions.get(name)?.findLast(({ job }) => job.extends !== undefined)?.job.extends,
    stage: stageOf(
      last((job) => job.stage),
      open,
    ),
    needs: needs && { ...needs[0], from: needs[1] },
    rulesNeeds: withRules?.[1].rulesNeeds ?? [],
    dependencies: dependencies && { ...dependencies[0], from: dependencies[1] },
    environment: environmentOf(layers),
    open,
    cyclic,
    hidden: definition.job.hidden,
  };
}

/** Mappings are laid over each other; a name alone takes the place of what is below it. */
function environmentOf(layers: readonly JobSummary[]): EnvironmentSummary | undefined {
  return layers.reduce<EnvironmentSummary | undefined>((below, { environment: own }) => {
    if (own === undefined || below === undefined || !own.isMapping) return own ?? below;
    return {
      at: own.at,
      isMapping: true,
      name: own.name ?? below.name,
      action: own.action ?? below.action,
      onStop: own.onStop ?? below.onStop,
      open: own.open || below.open,
    };
  }, undefined);
}

function isPresent([, { value }]: readonly [string, YamlEntry]): boolean {
  return value !== undefined || isReference(value);
}

function stageOf(
  found: [NonNullable<JobSummary['stage']>, JobSummary] | undefined,
  open: boolean,
): EffectiveJob['stage'] {
  if (found === undefined) return open ? 'unknown' : { name: DEFAULT_STAGE, from: undefined };
  const [stage, from] = found;
  return stage === 'unknown' ? 'unknown' : { name: stage.name, from };
}
