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

/** The names of a cycle, or undefined. Needs that do not exist are left out. A long way is no deep recursion. */
export function findCycle(needs: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const done = new Set<string>();
  const way: { readonly name: string; readonly waiting: string[] }[] = [];
  const open = new Set<string>();
  const enter = (name: string): void => {
    if (done.has(name)) return;
    open.add(name);
    way.push({ name, waiting: (needs.get(name) ?? []).toReversed() });
  };
  for (const start of needs.keys()) {
    enter(start);
    for (let last = way.at(-1); last !== undefined; last = way.at(-1)) {
      const next = last.waiting.pop();
      if (next !== undefined && open.has(next))
        return way.slice(way.findIndex(({ name }) => name === next)).map(({ name }) => name);
      if (next !== undefined) {
        enter(next);
        continue;
      }
      way.pop();
      open.delete(last.name);
      done.add(last.name);
    }
  }
  return undefined;
}
