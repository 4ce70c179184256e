import { GLOBAL_SHAPES, resolveShape, shapeOfKey, variantOf, type MapShape, type Shape } from '../keywords/shape.ts';
import { shapeOfEntry } from '../keywords/top-level.ts';
import type { Step } from './completion/line-structure.ts';

/** The shapes of top-level keywords as one mapping; other names there are jobs. */
export const TOP_LEVEL: MapShape = { keys: GLOBAL_SHAPES };

/**
 * The shape of what stands at a path; undefined where the keyword data knows nothing. `keysAt` tells the keys of the
 * mapping after so many steps, to choose between variants; where it does not know, all of them are possible.
 */
export function shapeAt(
  path: readonly Step[],
  keysAt?: (depth: number) => ReadonlySet<string> | undefined,
): Shape | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return undefined;
  let shape: Shape | undefined = shapeOfEntry(name);
  for (const [index, step] of rest.entries()) {
    if (shape === undefined) return undefined;
    shape = step === '-' ? itemShape(shape) : keyShape(shape, step, keysAt?.(index + 1));
  }
  return shape;
}

/** A single value may stand for a list of one in many places, and lists may be nested. */
function itemShape(shape: Shape): Shape | undefined {
  return shape.list === undefined ? shape : resolveShape(shape.list.items);
}

function keyShape(shape: Shape, key: string, keys: ReadonlySet<string> | undefined): Shape | undefined {
  const map = shape.map ?? shape.list?.items;
  if (map === undefined || typeof map === 'string') return undefined;
  return shape.map && shapeOfKey(mappingAt(shape.map, keys), key);
}

interface Keys {
  readonly has: (key: string) => boolean;
}

/** The keys that a mapping may have, given those that it has. */
export function mappingAt(map: MapShape, keys: Keys = new Set()): MapShape {
  const variant = variantOf(map, keys);
  if (variant !== undefined) return variant;
  const all = Object.assign({}, ...(map.variants ?? []).map((each) => each.keys)) as NonNullable<MapShape['keys']>;
  return { ...map, keys: all };
}
