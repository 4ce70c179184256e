import { JOB_SHAPES } from '../../keywords/shape.ts';
import type { EffectiveJob } from '../../model/effective-job.ts';
import { isHidden } from '../../model/names.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import { describeJob } from '../describe.ts';
import { later, textProposal, type Proposal, type Request } from './proposal.ts';

function otherNames({ definitions }: Pipeline, self: string | undefined): string[] {
  return [...definitions.keys()].filter((name) => name !== self);
}

/** Without those that extend this job already, and without texts that are there to be referred to and are no jobs. */
export function basesFor({ pipeline, position }: Request): Proposal[] {
  const [self] = position.path;
  const names = otherNames(pipeline, self).filter((name) => {
    const job = pipeline.effective(name);
    if (job === undefined) return true;
    const isMapping = job.definition.job.value?.kind !== 'scalar' && job.definition.job.value?.kind !== 'sequence';
    const isOfKeywords = job.open || [...job.keywords].some((keyword) => Object.hasOwn(JOB_SHAPES, keyword));
    return isMapping && isOfKeywords && !job.layers.some((layer) => layer.name === self);
  });
  return names.map((name) => jobProposal(pipeline, name, { sortText: `${isHidden(name) ? '0' : '1'}${name}` }));
}

function visibleNames(pipeline: Pipeline, self: string | undefined): string[] {
  return otherNames(pipeline, self).filter((name) => !isHidden(name));
}

/**
 * Jobs to wait for, with their stages: not those that wait for this one, nor those of stages after the one that it
 * says. Where it says none yet, these come last.
 */
export function earlierJobs(request: Request): Proposal[] {
  const { pipeline, position } = request;
  const [self = ''] = position.path;
  const own = pipeline.effective(self);
  const { names, open } = pipeline.stages;
  const latest = own === undefined || open ? undefined : stageIndex(own, names);
  const isDecided = own !== undefined && own.stage !== 'unknown' && own.stage.from !== undefined;
  const needed = position.path.includes('dependencies') ? neededNames(own) : undefined;
  const unfit = new Set([...jobsWaitingFor(pipeline, self), ...neededElsewhere(request, own)]);
  return visibleNames(pipeline, self).flatMap((name): Proposal[] => {
    const job = pipeline.effective(name);
    const index = job && stageIndex(job, names);
    const isLater = latest !== undefined && index !== undefined && index > latest;
    if (unfit.has(name) || needed?.has(name) === false || (isLater && isDecided)) return [];
    // A slash sorts before the keywords that may stand in the same place.
    const more = { sortText: `${isLater ? '~' : '/'}${name}`, ...stageDetail(job, isLater) };
    return [jobProposal(pipeline, name, more)];
  });
}

/** What the job's other needs name. Copies of a parallel job may be needed one by one. */
function neededElsewhere({ file, offset, position }: Request, job: EffectiveJob | undefined): string[] {
  const needs = position.path[1] === 'needs' ? (job?.needs?.needs ?? []) : [];
  return needs.flatMap(({ name, at, hasParallel }) => {
    const range = file.rangeOf(at);
    const isHere = range !== undefined && range.start <= offset && offset <= range.end;
    return isHere || hasParallel || range === undefined ? [] : [name];
  });
}

/** By `needs`, at once or by others between. */
function jobsWaitingFor(pipeline: Pipeline, self: string): ReadonlySet<string> {
  const waiters = new Map<string, string[]>();
  for (const job of pipeline.definitions.keys()) {
    for (const need of pipeline.effective(job)?.needs?.needs ?? []) {
      const known = waiters.get(need.name);
      if (known === undefined) waiters.set(need.name, [job]);
      else known.push(job);
    }
  }
  // What is needed in a hidden job is needed by those that extend it.
  const search = [...pipeline.definitions.keys()].filter((name) => {
    return name !== self && pipeline.effective(name)?.layers.some((layer) => layer.name === self);
  });
  const found = new Set(search);
  search.push(self);
  for (const each of search) {
    const fresh = (waiters.get(each) ?? []).filter((waiter) => !found.has(waiter));
    for (const waiter of fresh) found.add(waiter);
    search.push(...fresh);
  }
  return found;
}

function stageIndex({ stage }: EffectiveJob, names: readonly string[]): number | undefined {
  const index = stage === 'unknown' ? -1 : names.indexOf(stage.name);
  return index === -1 ? undefined : index;
}

function stageDetail(job: EffectiveJob | undefined, isLater: boolean): { readonly detail?: string } {
  if (job === undefined || job.stage === 'unknown') return {};
  return { detail: `${isLater ? 'later stage' : 'stage'} ${job.stage.name}` };
}

/** With `needs`, a job takes artifacts of needed jobs only (https://docs.gitlab.com/ci/yaml/#dependencies). */
function neededNames(job: EffectiveJob | undefined): ReadonlySet<string> | undefined {
  return job?.needs === undefined || job.needs.open ? undefined : new Set(job.needs.needs.map(({ name }) => name));
}

/** Those that stop an environment come first. */
export function stoppingJobs({ pipeline, position }: Request): Proposal[] {
  const [self] = position.path;
  return visibleNames(pipeline, self).map((name) => {
    const stops = pipeline.effective(name)?.environment?.action === 'stop';
    return jobProposal(pipeline, name, {
      sortText: `${stops ? '0' : '1'}${name}`,
      ...(stops && { detail: 'action: stop' }),
    });
  });
}

/** A job by its name; what it is is told to whoever looks at it. */
export function jobProposal(
  pipeline: Pipeline,
  name: string,
  more: { readonly sortText?: string; readonly detail?: string } = {},
): Proposal {
  return textProposal(name, 'job', { ...more, ...later(() => describeJob(pipeline, name)) });
}
