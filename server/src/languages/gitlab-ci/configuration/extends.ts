import { type DataRecord, isRecord, orderedKeys, ownValue, setOwn } from '../../../base/record.ts';
import { deepMerge, mergeOnce, NOTHING } from './deep-merge.ts';
import type { Origins } from './configuration-value.ts';

/** GitLab counts the ancestors of a job that itself extends one. */
const MAX_NESTING = 10;

/** A configuration, or the first error in GitLab's words. */
export type Resolved =
  { readonly ok: true; readonly value: DataRecord } | { readonly ok: false; readonly error: string };

/**
 * Resolves `extends` in every top-level mapping (lib/gitlab/ci/config/extendable.rb). Bases that are in `absent` are
 * taken as empty: they may lie in a file that could not be read.
 */
export function resolveExtends(configuration: DataRecord, origins: Origins, mayBeElsewhere = false): Resolved {
  const walk: Walk = { configuration, origins, mayBeElsewhere, done: new Map(), error: undefined };
  const result: Record<string, unknown> = {};
  for (const key of orderedKeys(configuration)) {
    setOwn(result, key, extended(walk, key, []));
    if (walk.error !== undefined) return { ok: false, error: walk.error };
  }
  return { ok: true, value: result };
}

interface Walk {
  readonly configuration: DataRecord;
  readonly origins: Origins;
  readonly mayBeElsewhere: boolean;
  /** What jobs came to, and how many jobs that extend others lie on the longest way from each down, itself included. */
  readonly done: Map<string, { readonly value: unknown; readonly height: number }>;
  error: string | undefined;
}

function extended(walk: Walk, key: string, ancestors: readonly string[]): unknown {
  const done = walk.done.get(key);
  // GitLab walks down from every job anew, so that a way may be too long for one job and not for another.
  if (done !== undefined && ancestors.length + done.height - 1 <= MAX_NESTING) return done.value;
  const own = ownValue(walk.configuration, key);
  const bases = basesOf(own);
  if (bases === undefined || walk.error !== undefined) return own;
  walk.error ??= errorOf(walk, key, bases, ancestors);
  if (walk.error !== undefined) return own;
  let merged: unknown = NOTHING;
  for (const base of bases) merged = over(walk, merged, extended(walk, base, [...ancestors, key]) ?? NOTHING);
  const value = over(walk, merged, own);
  const height = 1 + Math.max(0, ...bases.map((base) => walk.done.get(base)?.height ?? 0));
  walk.done.set(key, { value, height });
  return value;
}

function over({ origins }: Walk, base: unknown, upper: unknown): unknown {
  return isRecord(base) ? mergeOnce(base, upper, origins) : deepMerge(base, upper, origins);
}

function basesOf(value: unknown): string[] | undefined {
  const bases = ownValue(value, 'extends');
  if (bases === undefined || bases === null) return undefined;
  return (Array.isArray(bases) ? bases : [bases]).map(String);
}

function errorOf(walk: Walk, key: string, bases: readonly string[], ancestors: readonly string[]): string | undefined {
  const unknown = bases.filter((base) => !Object.hasOwn(walk.configuration, base));
  if (unknown.length > 0 && !walk.mayBeElsewhere) return `${key}: unknown keys in \`extends\` (${unknown.join(', ')})`;
  const known = bases.filter((base) => Object.hasOwn(walk.configuration, base));
  const invalid = known.filter((base) => !isRecord(walk.configuration[base]));
  if (invalid.length > 0) return `${key}: invalid base hashes in \`extends\` (${invalid.join(', ')})`;
  if (ancestors.length > MAX_NESTING) return `${key}: nesting too deep in \`extends\``;
  return ancestors.includes(key) ? `${key}: circular dependency detected in \`extends\`` : undefined;
}
