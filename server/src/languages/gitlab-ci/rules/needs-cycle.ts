import type { Finding, Rule } from '../../language.ts';
import type { NeedUse } from '../model/job-summary.ts';
import { jobNamed } from '../model/find-job.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { oncePerPlace, visibleJobs } from './findings.ts';

/** https://docs.gitlab.com/ci/yaml/#needs: jobs that wait for each other never start. */
export const needsCycle: Rule<Pipeline> = {
  code: 'gitlab-ci/needs-cycle',
  severity: 'error',
  *check(pipeline) {
    yield* oncePerPlace(findings(pipeline));
  },
};

/** Each finding tells its way through the circle; a few are enough to mend it. */
const MAX_FINDINGS = 10;

function* findings(pipeline: Pipeline): Generator<Finding> {
  const component = componentsOf(pipeline);
  let count = 0;
  for (const { name } of visibleJobs(pipeline)) {
    for (const need of needsOf(pipeline, name)) {
      const target = jobNamed(pipeline, need.name)?.name;
      if (target === undefined || component.get(target) !== component.get(name)) continue;
      if (++count > MAX_FINDINGS) return;
      const way = target === name ? [name] : wayBetween(pipeline, target, name);
      yield { at: need.at, message: `Job '${name}' waits for itself: ${[name, ...way].join(' → ')}` };
    }
  }
}

function needsOf(pipeline: Pipeline, name: string): readonly NeedUse[] {
  return pipeline.effective(name)?.needs?.needs ?? [];
}

/** Jobs that need each other, directly or through others, have the same number; a job alone has its own (Tarjan). */
function componentsOf(pipeline: Pipeline): Map<string, number> {
  const search: Search = { component: new Map(), index: new Map(), low: new Map(), stack: [], frames: [] };
  for (const { name, needs } of visibleJobs(pipeline)) {
    // Whoever needs nobody waits for nobody.
    if (needs !== undefined && !search.index.has(name)) enter(search, pipeline, name);
    while (search.frames.length > 0) step(search, pipeline);
  }
  return search.component;
}

interface Search {
  readonly component: Map<string, number>;
  readonly index: Map<string, number>;
  readonly low: Map<string, number>;
  readonly stack: string[];
  /** The jobs on the way, with the needs that are still to be followed: a long way is no deep recursion. */
  readonly frames: { readonly name: string; readonly targets: string[] }[];
}

function enter({ index, low, stack, frames }: Search, pipeline: Pipeline, name: string): void {
  low.set(name, index.size);
  index.set(name, index.size);
  stack.push(name);
  const targets = needsOf(pipeline, name).flatMap((need) => {
    const target = jobNamed(pipeline, need.name);
    return target?.needs === undefined ? [] : [target.name];
  });
  frames.push({ name, targets });
}

function step(search: Search, pipeline: Pipeline): void {
  const { component, index, frames } = search;
  const frame = frames.at(-1);
  const target = frame?.targets.pop();
  if (frame === undefined) return;
  if (target === undefined) leave(search, frame.name);
  else if (!index.has(target)) enter(search, pipeline, target);
  else if (!component.has(target)) lower(search, frame.name, target);
}

function leave(search: Search, name: string): void {
  const { component, index, low, stack, frames } = search;
  frames.pop();
  const own = index.get(name) ?? 0;
  if (low.get(name) === own) {
    for (const member of stack.splice(stack.lastIndexOf(name))) component.set(member, own);
  }
  const parent = frames.at(-1);
  if (parent !== undefined && !component.has(name)) lower(search, parent.name, name);
}

function lower({ low }: Search, name: string, other: string): void {
  low.set(name, Math.min(low.get(name) ?? 0, low.get(other) ?? 0));
}

/** The shortest way along needs. */
function wayBetween(pipeline: Pipeline, from: string, to: string): string[] {
  const before = new Map<string, string>();
  const queue = [from];
  for (let name = queue.shift(); name !== undefined && name !== to; name = queue.shift()) {
    for (const need of needsOf(pipeline, name)) {
      const target = jobNamed(pipeline, need.name)?.name;
      if (target === undefined || before.has(target)) continue;
      before.set(target, name);
      queue.push(target);
    }
  }
  const way = [to];
  for (let name = before.get(to); name !== undefined && name !== from; name = before.get(name)) way.unshift(name);
  return [from, ...way];
}
