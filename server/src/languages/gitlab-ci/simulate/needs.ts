import { isRecord, ownText, ownValue } from '../../../base/record.ts';
import { flatten } from '../configuration/flatten.ts';
import { combinations, copyName } from './matrix.ts';

/** A need of a job in the same pipeline. */
export interface Need {
  readonly name: string;
  readonly artifacts: boolean;
  readonly optional: boolean;
}

/** The needs that `needs` names in this pipeline, by copies of parallel jobs; undefined when there is no `needs`. */
export function readNeeds(written: unknown, copies: ReadonlyMap<string, readonly string[]>): Need[] | undefined {
  if (written === undefined || written === null) return undefined;
  return flatten(written).flatMap((item) => {
    if (typeof item === 'string')
      return expand(item, copies).map((name) => ({ name, artifacts: true, optional: false }));
    const job = ownText(item, 'job');
    if (!isRecord(item) || job === undefined || 'pipeline' in item || 'project' in item) return [];
    const artifacts = ownValue(item, 'artifacts') !== false;
    const optional = ownValue(item, 'optional') === true;
    const matrix = ownValue(ownValue(item, 'parallel'), 'matrix');
    // Where the needed job has no copies, GitLab takes no notice of `parallel`.
    const isPart = matrix !== undefined && copies.get(job)?.includes(job) !== true;
    const names = isPart
      ? combinations(matrix).map((variables) => copyName(job, [...variables.values()]))
      : expand(job, copies);
    return names.map((name) => ({ name, artifacts, optional }));
  });
}

function expand(name: string, copies: ReadonlyMap<string, readonly string[]>): readonly string[] {
  return copies.get(name) ?? [name];
}
