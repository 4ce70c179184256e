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

function* findings(pipeline: Pipeline): Generator<Finding> {
  const component = componentsOf(pipeline);
  for (const { name } of visibleJobs(pipeline)) {
    for (const need of needsOf(pipeline, name)) {
      const target = jobNamed(pipeline, need.name)?.name;
      if (target === undefined || component.get(target) !== component.get(name)) continue;
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
  const component = new Map<string, number>();
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const visit = (name: string): void => {
    const own = index.size;
    index.set(name, own);
    low.set(name, own);
    stack.push(name);
    for (const need of needsOf(pipeline, name)) {
      const target = jobNamed(pipeline, need.name)?.name;
      if (target === undefined || component.has(target)) continue;
      if (!index.has(target)) visit(target);
      low.set(name, Math.min(low.get(name) ?? own, low.get(target) ?? own));
    }
    if (low.get(name) !== own) return;
    for (const member of stack.splice(stack.indexOf(name))) component.set(member, own);
  };
  for (const { name } of visibleJobs(pipeline)) if (!index.has(name)) visit(name);
  return component;
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
