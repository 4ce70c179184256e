import data from '../../../../schemas/kubernetes/types.json' with { type: 'json' };
import type { ObjectShape } from '../../schema/shape.ts';
import { createShapeTable, type TypeTable } from '../../schema/type-table.ts';

/** The release whose kinds are known. */
export const knownVersion = data.version;

const kinds: TypeTable = data.kinds;
const removed: TypeTable = data.removed;
const shapes = createShapeTable(data.types);

/** The groups that Kubernetes keeps for itself: a kind in one of them cannot come from a custom resource definition. */
const ownGroups = new Set([...Object.keys(kinds), ...Object.keys(removed)].map((key) => groupOf(key)));

/** The part of an `apiVersion` before the slash; empty for the core group. */
function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash === -1 ? '' : apiVersion.slice(0, slash);
}

/** The schema of a kind; undefined for a kind that is not Kubernetes' own. */
export function shapeOfKind(apiVersion: string, kind: string): ObjectShape | undefined {
  const key = `${apiVersion} ${kind}`;
  const type = Object.hasOwn(kinds, key) ? kinds[key] : undefined;
  return type === undefined ? undefined : shapes(type);
}

/** Whether a group is Kubernetes' own. */
export function isOwnGroup(apiVersion: string): boolean {
  const isVersion = /^v\d+(?:(?:alpha|beta)\d+)?$/.test(apiVersion.slice(apiVersion.indexOf('/') + 1));
  return isVersion && ownGroups.has(groupOf(apiVersion));
}

/** Objects are stored by name, all but the answers that are only created (reviews). */
export function isNamed(apiVersion: string, kind: string): boolean {
  return Object.hasOwn(kinds, `${apiVersion} ${kind}List`);
}

interface Removal {
  /** The first release without it, as `1.22`. */
  readonly release: string;
  readonly apiVersion: string;
  readonly kind: string;
}

/** When a kind was removed from Kubernetes, and what took its place. */
export function removalOf(apiVersion: string, kind: string): Removal | undefined {
  const key = `${apiVersion} ${kind}`;
  const text = Object.hasOwn(removed, key) ? removed[key] : undefined;
  if (text === undefined) return undefined;
  const [release = '', newVersion = '', newKind = ''] = text.split(' ');
  return { release, apiVersion: newVersion, kind: newKind };
}

/** Everything that can be written into a manifest, without the lists that only a server answers. */
export function knownKinds(): { readonly apiVersion: string; readonly kind: string }[] {
  return Object.keys(kinds).flatMap((key) => {
    const [apiVersion = '', kind = ''] = key.split(' ');
    return isNamed(apiVersion, kind) ? [{ apiVersion, kind }] : [];
  });
}

/** The known `apiVersion`s of a kind, the stable ones first. */
export function versionsOfKind(kind: string): string[] {
  const versions = knownKinds().flatMap((known) => (known.kind === kind ? [known.apiVersion] : []));
  return versions.sort((a, b) => Number(/alpha|beta/.test(a)) - Number(/alpha|beta/.test(b)));
}
