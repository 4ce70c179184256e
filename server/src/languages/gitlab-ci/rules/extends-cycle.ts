import type { Rule } from '../../language.ts';
import { MAX_EXTENDS_LEVELS } from '../model/effective-job.ts';
import type { NameUse } from '../model/job-summary.ts';
import type { Pipeline } from '../model/pipeline.ts';

/** https://docs.gitlab.com/ci/yaml/#extends: no cycles, and at most eleven levels. */
export const extendsCycle: Rule<Pipeline> = {
  code: 'gitlab-ci/extends-cycle',
  severity: 'error',
  *check(pipeline) {
    const depths = new Map<string, number>();
    for (const job of pipeline.own.jobs.values()) {
      for (const base of job.extends?.names ?? []) {
        const way = pipeline.effective(job.name)?.cyclic === true ? wayBack(pipeline, base, job.name) : undefined;
        if (way !== undefined) {
          yield { at: base.at, message: `'${job.name}' extends itself: ${[job.name, ...way].join(' → ')}` };
        } else if (depthOf(pipeline, base.name, depths) >= MAX_EXTENDS_LEVELS) {
          yield {
            at: base.at,
            message: `'${job.name}' extends through more than ${MAX_EXTENDS_LEVELS} levels, which GitLab refuses`,
          };
        }
      }
    }
  },
};

/** A longer way back is not told as a circle: it has far too many levels already. */
const MAX_WALK = 200;

function basesOf(pipeline: Pipeline, name: string): readonly NameUse[] {
  const definition = pipeline.definitions.get(name)?.findLast(({ job }) => job.extends !== undefined);
  return definition?.job.extends?.names ?? [];
}

/** The names from a base back to the job; undefined when there is no such way. */
function wayBack(pipeline: Pipeline, from: NameUse, to: string): string[] | undefined {
  const seen = new Set<string>();
  const visit = (name: string): string[] | undefined => {
    if (name === to) return [name];
    if (seen.has(name) || seen.size > MAX_WALK) return undefined;
    seen.add(name);
    for (const base of basesOf(pipeline, name)) {
      const way = visit(base.name);
      if (way !== undefined) return [name, ...way];
    }
    return undefined;
  };
  return visit(from.name);
}

/** The levels below a name; a name met again while it is counted is in a cycle, which has its own message. */
function depthOf(pipeline: Pipeline, name: string, known: Map<string, number>, level = 0): number {
  const before = known.get(name);
  if (before !== undefined) return before;
  if (level > MAX_WALK) return MAX_EXTENDS_LEVELS;
  known.set(name, 0);
  const bases = basesOf(pipeline, name).map((base) => depthOf(pipeline, base.name, known, level + 1));
  const depth = bases.length === 0 ? 0 : 1 + Math.max(...bases);
  known.set(name, depth);
  return depth;
}
