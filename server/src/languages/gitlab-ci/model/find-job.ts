import type { EffectiveJob } from './effective-job.ts';
import type { Pipeline } from './pipeline.ts';

/**
 * The job that a name in `needs` or `dependencies` stands for. Copies of a parallel job go by `name 1/3` or
 * `name: [value, …]`.
 */
export function jobNamed(pipeline: Pipeline, name: string): EffectiveJob | undefined {
  const exact = pipeline.effective(name);
  if (exact !== undefined) return exact;
  const copy = /^(.+?)(?: \d+\/\d+|: \[.*\])$/s.exec(name)?.[1];
  const parallel = copy === undefined ? undefined : pipeline.effective(copy);
  return parallel?.keywords.has('parallel') === true ? parallel : undefined;
}
