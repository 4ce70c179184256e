import { isRecord, ownText, ownValue } from '../../base/record.ts';
import type { Cause, FieldOwner } from '../model.ts';
import type { PathSegment } from '../path.ts';
import { ownsNode, stepFieldSet, type FieldSet } from './base-view.ts';

/** One entry of `metadata.managedFields`. */
export interface ManagedFields {
  readonly owner: FieldOwner;
  readonly fields: FieldSet;
}

/** Reads `metadata.managedFields`; entries of another shape are left out. */
export function readManagedFields(entries: readonly unknown[]): ManagedFields[] {
  return entries.flatMap((entry) => {
    const manager = ownText(entry, 'manager');
    const fields = ownValue(entry, 'fieldsV1');
    if (manager === undefined || !isRecord(fields)) return [];
    const subresource = ownText(entry, 'subresource');
    const time = ownText(entry, 'time');
    const owner: FieldOwner = {
      manager,
      operation: ownText(entry, 'operation') === 'Apply' ? 'Apply' : 'Update',
      ...(subresource ? { subresource } : {}),
      ...(time ? { time } : {}),
      label: subresource ? `${manager} (${subresource})` : manager,
    };
    return [{ owner, fields }];
  });
}

/** Who owns a field, an element, or a part of it. A manager that owns an atomic node owns all that is in it. */
export function ownersOf(managed: readonly ManagedFields[], segments: readonly PathSegment[]): FieldOwner[] {
  return managed.filter(({ fields }) => owns(fields, segments)).map(({ owner }) => owner);
}

function owns(fields: FieldSet, segments: readonly PathSegment[]): boolean {
  let current = fields;
  for (const [index, segment] of segments.entries()) {
    const next = stepFieldSet(current, segment);
    if (next === undefined) return index > 0 && Object.keys(current).length === 0;
    current = next;
  }
  return true;
}

/** Whether the field set holds exactly this node: it is listed itself, not only what is in it. */
export function ownsExactly(fields: FieldSet, segments: readonly PathSegment[]): boolean {
  let current: FieldSet | undefined = fields;
  for (const segment of segments) {
    current = stepFieldSet(current, segment);
    if (current === undefined) return false;
  }
  return ownsNode(current);
}

/** The controllers and tools that apply what is in Git, by the field manager they use. */
const appliers: ReadonlySet<string> = new Set([
  'kustomize-controller',
  'helm-controller',
  'helm',
  'argocd-controller',
  'argocd-application-controller',
  'kubectl',
  'agentk',
  'gitlab-agent',
]);

/** The field manager that server-side applies this object, if that is clear from the object itself. */
export function findApplier(managed: readonly ManagedFields[]): string | undefined {
  const names = managed
    .filter(({ owner }) => owner.operation === 'Apply' && appliers.has(owner.manager))
    .map(({ owner }) => owner.manager);
  return new Set(names).size === 1 ? names[0] : undefined;
}

const manualManager = /^(kubectl|argocd-server|lens|openlens|k9s|headlamp|freelens|node-fetch|mozilla)|-(edit|patch)$/i;
const webhookManager = /inject|webhook|istio|linkerd|kyverno|gatekeeper|vault-agent/i;
const autoscalerManager = /autoscaler|^keda|^vpa-/i;
const controllerManager = /controller|operator|^kube-|-manager$|^kubelet$|scheduler/i;

/** What kind of writer changed a live value, judged by the managers that own it. */
export function causeOf(owners: readonly FieldOwner[], applier: string | undefined): Cause {
  const others = owners.filter(({ manager, operation }) => manager !== applier || operation !== 'Apply');
  if (owners.length > 0 && others.length === 0) return 'previous-apply';
  const [cause] = others.map(causeOfOwner).toSorted((a, b) => rank(a) - rank(b));
  return cause ?? 'unknown';
}

const ranks: readonly Cause[] = ['manual', 'autoscaler', 'webhook', 'controller', 'previous-apply', 'unknown'];

function rank(cause: Cause): number {
  return ranks.indexOf(cause);
}

function causeOfOwner({ manager, operation, subresource }: FieldOwner): Cause {
  if (autoscalerManager.test(manager)) return 'autoscaler';
  if (subresource === 'scale') return manualManager.test(manager) ? 'manual' : 'autoscaler';
  if (operation === 'Apply' && appliers.has(manager)) return 'previous-apply';
  if (isManual({ manager })) return 'manual';
  if (webhookManager.test(manager)) return 'webhook';
  return controllerManager.test(manager) ? 'controller' : 'unknown';
}

/** Whether a person's tool wrote the field. `kubectl apply` counts: Git was not what it sent, or the field would not differ. */
export function isManual({ manager }: Pick<FieldOwner, 'manager'>): boolean {
  return manualManager.test(manager);
}
