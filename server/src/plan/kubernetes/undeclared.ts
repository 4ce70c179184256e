import { isRecord } from '../../base/record.ts';
import { isDrift, type AttributeChange } from '../model.ts';
import type { BaseView } from './base-view.ts';
import { isAbsent, isSame, isZero } from './canonical.ts';
import type { ListType } from './field-type.ts';
import { keysOf } from './list-keys.ts';
import { childPlace, defaultAt, difference, elementPlace, fieldPlace, isAllocatedAt, type Place } from './place.ts';
import type { KeyValue } from '../path.ts';

/**
 * What is live and not in Git: removed where it was applied before (applying Git takes it away), otherwise unowned. A
 * removed field gets the server's default again, so it is no difference when it has just that value.
 */
export function compareUndeclared(place: Place, live: unknown, base: BaseView | undefined): AttributeChange[] {
  if (isAbsent(live)) return [];
  if (base === undefined) return unowned(place, live);
  const parts = partsOf(place, live, base);
  if (parts === undefined) return removedNode(place, live, base);
  return parts.some(isDrift) ? parts : unowned(place, live);
}

/** An element of a list goes as one: it is removed when the element itself was applied before. */
export function undeclaredElement(place: Place, live: unknown, base: BaseView | undefined): AttributeChange[] {
  if (base?.isOwned === true) return [difference(place, 'removed', { live, desired: undefined })];
  return compareUndeclared(place, live, base);
}

function removedNode(place: Place, live: unknown, base: BaseView): AttributeChange[] {
  if (!base.isOwned) return unowned(place, live);
  if (isZero(place.type, live)) return [];
  if (place.comparison.purpose === 'plan') return [difference(place, 'removed', { live, desired: undefined })];
  if (isAllocatedAt(place)) return [difference(place, 'server', { live, desired: undefined })];
  const byDefault = defaultAt(place);
  if (byDefault !== undefined && isSame(place.type, byDefault, live)) {
    return [difference(place, 'defaulted', { live, desired: undefined })];
  }
  return [difference(place, 'removed', { live, desired: undefined })];
}

/** The changes below a node that is merged part by part; undefined for a leaf. */
function partsOf(place: Place, live: unknown, base: BaseView): AttributeChange[] | undefined {
  const { type, comparison } = place;
  if (type.kind === 'list') return Array.isArray(live) ? listParts(place, type, live as unknown[], base) : undefined;
  const isWhole = type.kind === 'scalar' ? type.scalar !== 'any' : type.atomic && !comparison.mergesAtomicMaps;
  if (isWhole || !isRecord(live) || Object.keys(live).length === 0) return undefined;
  return Object.entries(live).flatMap(([field, value]) =>
    compareUndeclared(childPlace(place, field, live), value, base.step({ field })),
  );
}

function listParts(
  place: Place,
  type: ListType,
  live: readonly unknown[],
  base: BaseView,
): AttributeChange[] | undefined {
  if (type.mode === 'atomic' || live.length === 0) return undefined;
  if (type.mode === 'set') {
    return live.flatMap((member) => {
      const at = elementPlace(place, { member: member as KeyValue }, type.element);
      return compareUndeclared(at, member, base.step({ member: member as KeyValue }));
    });
  }
  const keyed = live.map((value) => ({ value, keys: keysOf(type, value) }));
  if (keyed.some(({ keys }) => keys === undefined)) return undefined;
  return keyed.flatMap(({ value, keys = {} }) =>
    undeclaredElement(elementPlace(place, { keys }, type.element), value, base.step({ keys })),
  );
}

function unowned(place: Place, live: unknown): AttributeChange[] {
  if (isZero(place.type, live)) return [];
  return [difference(place, classOfUnowned(place, live), { live, desired: undefined })];
}

function classOfUnowned(place: Place, live: unknown): 'defaulted' | 'server' | 'unowned' {
  if (isAllocatedAt(place) || isServerMetadata(place.path.text)) return 'server';
  return isDefaulted(place, live) ? 'defaulted' : 'unowned';
}

/** A value is defaulted when it equals the default, a structure when all that is in it is. */
function isDefaulted(place: Place, live: unknown): boolean {
  const byDefault = defaultAt(place);
  if (byDefault !== undefined && isSame(place.type, byDefault, live)) return true;
  const { type } = place;
  if (type.kind !== 'struct' || !isRecord(live) || Object.keys(live).length === 0) return false;
  return Object.entries(live).every(([field, value]) => {
    const child = fieldPlace(place, type, field, live);
    return isZero(child.type, value) || isDefaulted(child, value);
  });
}

/** Annotations and labels that Kubernetes' own controllers and the usual appliers write. */
const serverMetadata =
  /^(?:metadata|spec\.template\.metadata|spec\.jobTemplate\.metadata)\.(?:annotations|labels)\["(?:deployment\.kubernetes\.io\/|deprecated\.daemonset\.template\.generation|autoscaling\.alpha\.kubernetes\.io\/|control-plane\.alpha\.kubernetes\.io\/|pv\.kubernetes\.io\/|volume\.(?:beta\.)?kubernetes\.io\/|kubernetes\.io\/metadata\.name|batch\.kubernetes\.io\/|meta\.helm\.sh\/|app\.kubernetes\.io\/(?:managed-by|instance)|kustomize\.toolkit\.fluxcd\.io\/|helm\.toolkit\.fluxcd\.io\/|argocd\.argoproj\.io\/|config\.k8s\.io\/)/;

function isServerMetadata(path: string): boolean {
  return serverMetadata.test(path) || /^metadata\.labels\.(?:controller-uid|job-name)$/.test(path);
}
