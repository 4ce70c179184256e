import { isRecord, ownText, ownValue } from '../../../base/record.ts';
import { flatTexts, flatten } from '../configuration/flatten.ts';
import { findCircularNeeds } from './circular-needs.ts';
import { copiesOf, fillMatrix, type Copy } from './matrix.ts';
import { readNeeds, type Need } from './needs.ts';
import type { PipelineJob, PipelineRoot } from './root.ts';

/** One job of the pipeline: of a parallel job, one of its copies. */
interface Node {
  readonly name: string;
  readonly job: PipelineJob;
  /** With what its matrix fills in. */
  readonly needs: unknown;
}

interface Check {
  readonly root: PipelineRoot;
  readonly nodes: ReadonlyMap<string, Node>;
  readonly copies: ReadonlyMap<string, readonly string[]>;
  /** An include could not be read, so any name may exist. */
  readonly isOpen: boolean;
}

/**
 * What GitLab checks between the jobs once each is valid for itself, in its order and words; the first error stops it
 * (lib/gitlab/ci/yaml_processor.rb).
 */
export function validateLogic(root: PipelineRoot, isOpen: boolean): readonly string[] {
  const all = root.jobs.map((job) => ({ job, copies: copiesOf(job.name, job.data['parallel']) }));
  const copies = new Map(all.map((each) => [each.job.name, each.copies.map(({ name }) => name)]));
  const errors: string[] = [];
  const nodes = new Map<string, Node>();
  for (const { job, copies: own } of all) {
    for (const copy of own) nodes.set(copy.name, { name: copy.name, job, needs: needsOfCopy(job, copy, errors) });
  }
  if (errors.length > 0) return [...new Set(errors)];
  const check: Check = { root, nodes, copies, isOpen };
  for (const node of nodes.values()) {
    const error =
      stageError(check, node) ??
      dependencyErrors(check, node, node.job.data['dependencies']) ??
      needsErrors(check, node) ??
      dependencyErrors(check, node, jobsOfIncludes(node.job)) ??
      environmentError(check, node) ??
      publishError(node);
    if (error !== undefined) return [error];
  }
  const cycle = cycleError(check);
  return cycle === undefined ? [] : [cycle];
}

/** `$[[ matrix.NAME ]]` in the needs of a matrix job is what the copy's own matrix says. */
function needsOfCopy(job: PipelineJob, copy: Copy, errors: string[]): unknown {
  const written = job.data['needs'];
  if (!isRecord(job.data['parallel'])) return written;
  const filled = fillMatrix(written, copy.variables);
  errors.push(...filled.errors.map((error) => `${job.name} job: ${error}`));
  return filled.value;
}

const RESERVED = ['.pipeline-policy-pre', '.pipeline-policy-post'];

function stageError({ root, isOpen }: Check, { name, job: { stage } }: Node): string | undefined {
  if (RESERVED.includes(stage)) {
    return `${name} job: chosen stage \`${stage}\` is reserved for Pipeline Execution Policies`;
  }
  if (isOpen || root.stages.includes(stage)) return undefined;
  return `${name} job: chosen stage ${stage} does not exist; available stages are ${root.stages.join(', ')}`;
}

function dependencyErrors(check: Check, node: Node, written: unknown): string | undefined {
  const targets = flatTexts(written).flatMap((target) => check.copies.get(target) ?? [target]);
  for (const target of targets) {
    const error = dependencyError(check, node, { target, kind: 'dependency' });
    if (error !== undefined) return error;
  }
  return undefined;
}

/** Jobs whose artifacts a child pipeline is made of. */
function jobsOfIncludes({ data }: PipelineJob): string[] {
  const includes = flatten(ownValue(data['trigger'], 'include'));
  return includes.flatMap((included) => ownText(included, 'job') ?? []);
}

const MAX_NAME = 255;

function dependencyError(
  check: Check,
  { name, job }: Node,
  { target, kind }: { readonly target: string; readonly kind: 'dependency' | 'need' },
): string | undefined {
  const { nodes, isOpen, root } = check;
  const other = nodes.get(target);
  if (other === undefined) return isOpen ? undefined : `${name} job: undefined ${kind}: ${target}`;
  // The name of a copy is longer than the one that was checked.
  if (kind === 'need' && target.length > MAX_NAME) {
    return `${name} job: need \`${target}\` name is too long (maximum is ${MAX_NAME} characters)`;
  }
  // What is not read may say a stage that is not written here.
  if (isOpen && [job, other.job].some(({ data }) => ownValue(data, 'stage') === undefined)) return undefined;
  const [own, theirs] = [root.stages.indexOf(job.stage), root.stages.indexOf(other.job.stage)];
  if (theirs !== -1 ? theirs <= own : isOpen) return undefined;
  return own === -1 && isOpen ? undefined : `${name} job: ${kind} ${target} is not defined in current or prior stages`;
}

/** Only the needs of the job itself come to those of all copies of a parallel job (lib/gitlab/ci/config/normalizer.rb). */
const NO_COPIES: ReadonlyMap<string, readonly string[]> = new Map();

function needsErrors(check: Check, node: Node): string | undefined {
  const ofRules = flatten(ownValue(node.job.data, 'rules')).map((rule) => ownValue(rule, 'needs'));
  for (const [index, list] of [node.needs, ...ofRules].entries()) {
    const error = needsError(check, node, readNeeds(list, index === 0 ? check.copies : NO_COPIES) ?? []);
    if (error !== undefined) return error;
  }
  return undefined;
}

function publishError({ name, job: { data } }: Node): string | undefined {
  const all = [data, ownValue(data, 'pages')].map((holder) => ownValue(holder, 'publish') ?? undefined);
  const isTwice = !all.includes(undefined);
  return isTwice ? `${name} job: use either ${name}:publish or ${name}:pages:publish` : undefined;
}

function needsError(check: Check, node: Node, needs: readonly Need[]): string | undefined {
  for (const need of needs) {
    if (need.optional && !check.nodes.has(need.name)) continue;
    const error = dependencyError(check, node, { target: need.name, kind: 'need' });
    if (error !== undefined) return error;
  }
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { name } of needs) (seen.has(name) ? twice : seen).add(name);
  return twice.size === 0 ? undefined : `${node.name} has the following needs duplicated: ${[...twice].join(', ')}.`;
}

function environmentError({ nodes, isOpen }: Check, { name, job }: Node): string | undefined {
  const environment = ownValue(job.data, 'environment');
  const stop = ownText(environment, 'on_stop');
  if (stop === undefined) return undefined;
  const other = nodes.get(stop)?.job;
  if (other === undefined) return isOpen ? undefined : `${name} job: on_stop job ${stop} is not defined`;
  if (isOpen && [job, other].some(({ missing }) => missing.length > 0)) return undefined;
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

function cycleError({ nodes, copies }: Check): string | undefined {
  const needs = new Map(
    [...nodes.values()].map((node) => [node.name, (readNeeds(node.needs, copies) ?? []).map((need) => need.name)]),
  );
  const found = findCircularNeeds(needs);
  if (found === undefined) return undefined;
  const names = 'jobs' in found ? found.jobs.map((name) => JSON.stringify(name)).join(', ') : '';
  const details = 'itself' in found ? `self-dependency: ${found.itself}` : `topological sort failed: [${names}]`;
  return `The pipeline has circular dependencies: ${details}`;
}
