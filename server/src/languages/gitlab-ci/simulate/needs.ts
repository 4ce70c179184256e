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
    const names =
      matrix === undefined
        ? expand(job, copies)
        : combinations(matrix).map((variables) => copyName(job, [...variables.values()]));
    return names.map((name) => ({ name, artifacts, optional }));
  });
}

function expand(name: string, copies: ReadonlyMap<string, readonly string[]>): readonly string[] {
  return copies.get(name) ?? [name];
}

/** Jobs in the order in which they could run, or the names of a cycle. Needs that do not exist are left out. */
export function findCycle(needs: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const state = new Map<string, 'open' | 'done'>();
  const way: string[] = [];
  const visit = (name: string): readonly string[] | undefined => {
    const known = state.get(name);
    if (known === 'done') return undefined;
    if (known === 'open') return way.slice(way.indexOf(name));
    state.set(name, 'open');
    way.push(name);
    for (const need of needs.get(name) ?? []) {
      const cycle = visit(need);
      if (cycle !== undefined) return cycle;
    }
    way.pop();
    state.set(name, 'done');
    return undefined;
  };
  for (const name of needs.keys()) {
    const cycle = visit(name);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
