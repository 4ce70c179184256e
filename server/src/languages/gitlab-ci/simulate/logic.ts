import { ownText, ownValue } from '../../../base/record.ts';
import { flatTexts, flatten } from '../configuration/flatten.ts';
import { copiesOf } from './matrix.ts';
import { findCycle, readNeeds, type Need } from './needs.ts';
import type { PipelineJob, PipelineRoot } from './root.ts';

interface Check {
  readonly root: PipelineRoot;
  readonly jobs: ReadonlyMap<string, PipelineJob>;
  readonly copies: ReadonlyMap<string, readonly string[]>;
  /** An include could not be read, so any name may exist. */
  readonly isOpen: boolean;
}

/**
 * What GitLab checks between the jobs once each is valid for itself, in its order and words; the first error stops it
 * (lib/gitlab/ci/yaml_processor.rb).
 */
export function validateLogic(root: PipelineRoot, isOpen: boolean): readonly string[] {
  const jobs = new Map<string, PipelineJob>();
  const copies = new Map<string, readonly string[]>();
  for (const job of root.jobs) {
    const names = copiesOf(job.name, job.data['parallel']).map(({ name }) => name);
    copies.set(job.name, names);
    for (const name of names) jobs.set(name, job);
  }
  const check: Check = { root, jobs, copies, isOpen };
  for (const [name, job] of jobs) {
    const error =
      stageError(check, name, job) ??
      dependencyError(check, name, job) ??
      needsErrors(check, name, job) ??
      environmentError(check, name, job);
    if (error !== undefined) return [error];
  }
  const cycle = cycleError(check);
  return cycle === undefined ? [] : [cycle];
}

function stageError({ root, isOpen }: Check, name: string, job: PipelineJob): string | undefined {
  if (isOpen || root.stages.includes(job.stage)) return undefined;
  return `${name} job: chosen stage ${job.stage} does not exist; available stages are ${root.stages.join(', ')}`;
}

function dependencyError(check: Check, name: string, job: PipelineJob): string | undefined {
  const targets = flatTexts(ownValue(job.data, 'dependencies')).flatMap(
    (target) => check.copies.get(target) ?? [target],
  );
  for (const target of targets) {
    if (!check.jobs.has(target) && !check.isOpen) return `${name} job: undefined dependency: ${target}`;
    if (isLater(check, target, job))
      return `${name} job: dependency ${target} is not defined in current or prior stages`;
  }
  return undefined;
}

function isLater({ root, jobs }: Check, target: string, job: PipelineJob): boolean {
  const stage = jobs.get(target)?.stage;
  return stage !== undefined && root.stages.indexOf(stage) > root.stages.indexOf(job.stage);
}

function needsErrors(check: Check, name: string, job: PipelineJob): string | undefined {
  const lists = [job.data['needs'], ...flatten(ownValue(job.data, 'rules')).map((rule) => ownValue(rule, 'needs'))];
  for (const list of lists) {
    const error = needsError(check, name, { job, needs: readNeeds(list, check.copies) ?? [] });
    if (error !== undefined) return error;
  }
  return undefined;
}

function needsError(
  check: Check,
  name: string,
  { job, needs }: { readonly job: PipelineJob; readonly needs: readonly Need[] },
): string | undefined {
  for (const need of needs) {
    if (!check.jobs.has(need.name)) {
      if (!need.optional && !check.isOpen) return `${name} job: undefined need: ${need.name}`;
    } else if (isLater(check, need.name, job)) {
      return `${name} job: need ${need.name} is not defined in current or prior stages`;
    }
  }
  const twice = needs.filter((need, index) => needs.findIndex((other) => other.name === need.name) !== index);
  return twice.length === 0
    ? undefined
    : `${name} has the following needs duplicated: ${[...new Set(twice.map((need) => need.name))].join(', ')}.`;
}

function environmentError({ jobs, isOpen }: Check, name: string, job: PipelineJob): string | undefined {
  const environment = ownValue(job.data, 'environment');
  const stop = ownText(environment, 'on_stop');
  if (stop === undefined) return undefined;
  const other = jobs.get(stop);
  if (other === undefined) return isOpen ? undefined : `${name} job: on_stop job ${stop} is not defined`;
  const theirs = ownValue(other.data, 'environment');
  if (theirs === undefined || theirs === null)
    return `${name} job: on_stop job ${stop} does not have environment defined`;
  if (nameOf(theirs) !== nameOf(environment)) return `${name} job: on_stop job ${stop} have different environment name`;
  return ownText(theirs, 'action') === 'stop'
    ? undefined
    : `${name} job: on_stop job ${stop} needs to have action stop defined`;
}

function nameOf(environment: unknown): string | undefined {
  return typeof environment === 'string' ? environment : ownText(environment, 'name');
}

function cycleError({ jobs, copies }: Check): string | undefined {
  const needs = new Map<string, readonly string[]>();
  for (const [name, job] of jobs) {
    const own = (readNeeds(job.data['needs'], copies) ?? []).map((need) => need.name);
    if (own.includes(name)) return `The pipeline has circular dependencies: self-dependency: ${name}`;
    needs.set(name, own);
  }
  const cycle = findCycle(needs);
  const names = cycle?.map((name) => JSON.stringify(name)).join(', ');
  return names && `The pipeline has circular dependencies: topological sort failed: [${names}]`;
}
