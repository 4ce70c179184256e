import { isRecord, ownValue } from '../../base/record.ts';
import { baseOfFieldSets, baseOfValue, type BaseView, type FieldSet } from './base-view.ts';
import type { CompareOptions, Engine } from './options.ts';
import { findApplier, type ManagedFields } from './ownership.ts';
import type { PreparedObject } from './prepare.ts';

/** What was applied before, and by whom. */
export interface Base {
  readonly view: BaseView | undefined;
  /** The field manager that applies Git, where it is known. */
  readonly applier: string | undefined;
  /** The last apply was `kubectl apply` or alike without `--server-side`. */
  readonly isClientSide: boolean;
}

const applierOf: Readonly<Partial<Record<Engine, string>>> = {
  'flux-kustomize': 'kustomize-controller',
  'flux-helm': 'helm-controller',
  'argo-cd': 'argocd-controller',
  'gitlab-agent': 'agentk',
};

/**
 * What was applied before: the fields that the applier owns if it applies server-side, else the last applied object. A manager
 * that was named but owns nothing gives way to the last applied object too.
 */
export function baseOf(live: PreparedObject, managed: readonly ManagedFields[], options: CompareOptions): Base {
  const applier = options.fieldManager ?? (options.engine && applierOf[options.engine]) ?? findApplier(managed);
  const takesOver = options.engine === 'flux-kustomize' && live.annotations[ssaAnnotation] !== 'Merge';
  const isOwn = ({ owner }: ManagedFields): boolean =>
    (owner.manager === applier && owner.operation === 'Apply') ||
    (takesOver && isTakenOver(owner.manager, owner.subresource));
  const own = managed.filter(isOwn);
  const named = options.fieldManager !== undefined || options.engine !== undefined;
  if (own.length > 0 && (named || live.lastApplied === undefined)) {
    const others = managed.filter((entry) => !isOwn(entry)).map(({ fields }) => fields);
    const merged = own.map(({ fields }) => fields).reduce(mergeFieldSets);
    return { view: baseOfFieldSets(merged, others), applier, isClientSide: false };
  }
  const { lastApplied } = live;
  return { view: baseOfValue(lastApplied), applier, isClientSide: lastApplied !== undefined };
}

const ssaAnnotation = 'kustomize.toolkit.fluxcd.io/ssa';

/** kustomize-controller takes over the fields of kubectl before it applies (https://fluxcd.io/flux/components/kustomize/kustomizations/#controlling-the-apply-behavior-of-resources). */
function isTakenOver(manager: string, subresource: string | undefined): boolean {
  return subresource === undefined && (manager.startsWith('kubectl') || manager === 'before-first-apply');
}

function mergeFieldSets(left: FieldSet, right: FieldSet): FieldSet {
  const merged: Record<string, unknown> = { ...left };
  // A leaf has no entries; merged with a node that has some, it would no longer say that the node itself is owned.
  if ((Object.keys(left).length === 0) !== (Object.keys(right).length === 0)) merged['.'] = {};
  for (const [key, child] of Object.entries(right)) {
    const known = ownValue(left, key);
    merged[key] = isRecord(known) && isRecord(child) ? mergeFieldSets(known, child) : child;
  }
  return merged;
}
