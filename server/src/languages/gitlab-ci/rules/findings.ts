import { nearestName } from '../../../base/nearest-name.ts';
import type { Span } from '../../../yaml/node.ts';
import type { Finding, RelatedPlace } from '../../language.ts';
import type { EffectiveJob } from '../model/effective-job.ts';
import type { NameUse } from '../model/job-summary.ts';
import { isHidden } from '../model/names.ts';
import type { Pipeline } from '../model/pipeline.ts';

/** The jobs that GitLab would run, resolved; hidden jobs and jobs in an `extends` cycle are left out. */
export function visibleJobs(pipeline: Pipeline): readonly EffectiveJob[] {
  const known = visibleJobsOf.get(pipeline) ?? findVisibleJobs(pipeline);
  visibleJobsOf.set(pipeline, known);
  return known;
}

const visibleJobsOf = new WeakMap<Pipeline, readonly EffectiveJob[]>();

function findVisibleJobs({ definitions, effective }: Pipeline): readonly EffectiveJob[] {
  return [...definitions.keys()].flatMap((name) => {
    const job = effective(name);
    return job === undefined || job.hidden || job.cyclic ? [] : [job];
  });
}

/** A place in a hidden job is looked at for each job that extends it; it is reported once. */
export function* oncePerPlace(findings: Iterable<Finding>): Generator<Finding> {
  const seen = new Set<Span>();
  for (const finding of findings) {
    if (seen.has(finding.at)) continue;
    seen.add(finding.at);
    yield finding;
  }
}

/**
 * What a rule says of each job, once for each place. It is kept with the job, so that a keystroke judges one job again:
 * only for a judgement that looks at nothing but the job.
 */
export function perJob(judge: (job: EffectiveJob) => Iterable<Finding>): (pipeline: Pipeline) => Iterable<Finding> {
  const known = new WeakMap<EffectiveJob, readonly Finding[]>();
  const judged = (job: EffectiveJob): readonly Finding[] => {
    const before = known.get(job);
    if (before !== undefined) return before;
    const findings = [...judge(job)];
    known.set(job, findings);
    return findings;
  };
  return (pipeline) => oncePerPlace(visibleJobs(pipeline).flatMap(judged));
}

/** A finding about a name that does not exist; when one name is near, the message and a quick fix propose it. */
export function unknownName(use: NameUse, message: string, candidates: Iterable<string>): Finding {
  const near = mayCompare(candidates) ? nearestName(use.name, candidates) : undefined;
  if (near === undefined) return { at: use.at, message };
  return { at: use.at, message: `${message}; did you mean '${near}'?`, replacement: near };
}

/** Comparing each of many unknown names with each of many known ones would take minutes: only the first get proposals. */
const MAX_COMPARISONS = 100_000;

const comparisons = new WeakMap<object, number>();

function mayCompare(candidates: Iterable<string>): boolean {
  const size = Array.isArray(candidates) ? candidates.length : 0;
  // Short lists may be shared by all pipelines and cost next to nothing.
  if (size < 500) return true;
  const sum = (comparisons.get(candidates) ?? 0) + size;
  comparisons.set(candidates, sum);
  return sum <= Math.max(MAX_COMPARISONS, size);
}

/** A keyword in a job's own text, else the job's name: a template is not to blame for what one job makes of it. */
export function ownKey({ definition: { job } }: EffectiveJob, keyword: string): Span {
  const key = job.fields.get(keyword)?.key;
  return key?.block === job.block && key.start >= job.nameAt.start ? key : job.nameAt;
}

const referenced = new WeakMap<Pipeline, ReadonlySet<string>>();

/** Whether a job or a template is used: it runs, a job that runs extends it, or a `!reference` names it. */
export function isUsed(pipeline: Pipeline, name: string): boolean {
  return !isHidden(name) || pipeline.isExtended(name) || isReferenced(pipeline, name);
}

/** Whether a `!reference` names an entry or a part of it. */
export function isReferenced(pipeline: Pipeline, name: string): boolean {
  const known = referenced.get(pipeline) ?? referencedNames(pipeline);
  referenced.set(pipeline, known);
  return known.has(name);
}

function referencedNames({ summaries }: Pipeline): ReadonlySet<string> {
  const uses = summaries.flatMap(({ summary }) => summary.references);
  return new Set(uses.flatMap(({ path }) => path?.[0]?.name ?? []));
}

/** The place of a job's name, to go to from a finding elsewhere. */
export function jobPlace(pipeline: Pipeline, name: string, message: string): readonly RelatedPlace[] {
  const definition = pipeline.definitions.get(name)?.at(-1);
  const range = definition?.file.rangeOf(definition.job.nameAt);
  if (definition === undefined || range === undefined) return [];
  return [{ location: { path: definition.file.path, range }, message }];
}

const visible = new WeakMap<Pipeline, readonly string[]>();
const all = new WeakMap<Pipeline, readonly string[]>();

/** The names of the jobs that run, for proposals. */
export function visibleNames(pipeline: Pipeline): readonly string[] {
  const names = visible.get(pipeline) ?? allNames(pipeline).filter((name) => !name.startsWith('.'));
  visible.set(pipeline, names);
  return names;
}

/** The names of jobs and hidden jobs, for proposals. */
export function allNames(pipeline: Pipeline): readonly string[] {
  const names = all.get(pipeline) ?? [...pipeline.definitions.keys()];
  all.set(pipeline, names);
  return names;
}
