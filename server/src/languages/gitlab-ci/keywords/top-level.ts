import type { YamlEntry } from '../../../yaml/node.ts';
import { perBlock, type Anchors } from '../model/follow.ts';
import { isHidden, isJobName } from '../model/names.ts';
import { faultsOfValue } from './check-shape.ts';
import type { Fault } from './fault.ts';
import { GLOBAL_SHAPES, JOB_SHAPE, resolveShape, type Shape } from './shape.ts';

/** The faults of one top-level entry. */
interface EntryFaults {
  readonly name: string;
  readonly faults: readonly Fault[];
}

/**
 * The faults of each top-level entry of a block, as far as its own text tells. What is wrong behind an alias is told
 * where the anchor stands.
 */
export const faultsOfBlock = perBlock((block, anchors): readonly EntryFaults[] => {
  const entries = block.root?.kind === 'mapping' ? block.root.entries : [];
  return entries.flatMap((entry) => {
    if (entry.key.kind !== 'scalar' || entry.key.text === '<<' || entry.key.text.includes('$[[')) return [];
    const faults = faultsOfEntry(entry.key.text, entry, anchors).filter(({ at }) => at.block === block);
    return faults.length === 0 ? [] : [{ name: entry.key.text, faults }];
  });
});

/**
 * Checks one top-level entry alone: a job, a hidden job or a global keyword. Faults may lie behind aliases. A hidden
 * entry that is no mapping is never wrong: GitLab takes it as it is.
 */
export function faultsOfEntry(name: string, { key, value }: YamlEntry, anchors: Anchors): readonly Fault[] {
  const place = { at: value ?? key, label: key, name: isJobName(name) ? `job '${name}'` : `'${name}'` };
  if (isHidden(name) && value?.kind !== 'mapping') return [];
  return faultsOfValue(value, shapeOfEntry(name), place, anchors).map((fault) => ({
    ...fault,
    message: capitalize(fault.message),
  }));
}

/** The shape of a top-level entry. */
export function shapeOfEntry(name: string): Shape {
  if (isJobName(name)) return JOB_SHAPE;
  const global = Object.hasOwn(GLOBAL_SHAPES, name) ? GLOBAL_SHAPES[name] : undefined;
  return global === undefined ? { any: true } : resolveShape(global);
}

function capitalize(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1);
}
