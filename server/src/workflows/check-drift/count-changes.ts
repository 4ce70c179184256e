import { isDrift, type DriftCounts, type ResourceChange } from '../../plan/model.ts';

/** How many objects are in which state, and how many fields are live only or ignored. */
export function countChanges(resources: readonly ResourceChange[]): DriftCounts {
  const count = (isCounted: (resource: ResourceChange) => boolean): number => resources.filter(isCounted).length;
  const attributes = resources.flatMap((resource) => resource.attributes);
  return {
    drifted: count(({ kind, attributes: own }) => kind === 'update' && own.some(isDrift)),
    missing: count(({ kind }) => kind === 'create'),
    inSync: count(({ kind }) => kind === 'no-op'),
    unknown: count(({ kind }) => kind === 'unknown' || kind === 'unsupported'),
    unowned: attributes.filter((change) => change.class === 'unowned').length,
    ignored: attributes.filter((change) => change.class === 'ignored').length,
  };
}
