import type { Pipeline } from './pipeline.ts';

/**
 * Whether all that a job extends is there to read. That a file which could not be read says more of the same jobs is
 * left out of account: an action is chosen by somebody who sees what it does.
 */
export function areBasesKnown(pipeline: Pipeline, name: string): boolean {
  if (pipeline.effective(name)?.cyclic !== false) return false;
  const waiting = [name];
  const seen = new Set(waiting);
  for (const each of waiting) {
    const definitions = pipeline.definitions.get(each);
    if (definitions === undefined) return false;
    for (const { job } of definitions) {
      if (job.isElsewhere || job.extends?.open === true) return false;
      const bases = (job.extends?.names ?? []).map((use) => use.name).filter((base) => !seen.has(base));
      for (const base of bases) seen.add(base);
      waiting.push(...bases);
    }
  }
  return true;
}
