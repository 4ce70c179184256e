import type { Problem } from '../base/result.ts';
import type { Path } from './path.ts';

/**
 * The model of plans (what a change will do) and drift (where live differs from Git). Everything here can be sent as
 * JSON. A secret is never a value of this model: only whether two of them are the same.
 */
export type Value =
  | { readonly k: 'known'; readonly v: unknown; readonly text?: string }
  | { readonly k: 'unknown'; readonly why: string }
  | { readonly k: 'absent' }
  | { readonly k: 'secret'; readonly same?: boolean };

export const absent: Value = { k: 'absent' };

/** Identifies an object whatever its API version is. `group` is empty for the core group, `namespace` where there is none. */
export interface ObjectIdentity {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/**
 * `changed`, `missing` and `removed` are what applying Git would change. `unowned` is live only and nobody in Git
 * declares it. The others are explained noise: `defaulted` and `server` values, `equal-other-form` (the same value
 * written in another way), `order-only`, and `ignored` by a rule.
 */
export type AttributeClass =
  | 'changed'
  | 'missing'
  | 'removed'
  | 'unowned'
  | 'defaulted'
  | 'server'
  | 'equal-other-form'
  | 'order-only'
  | 'ignored';

type Severity = 'info' | 'warning' | 'danger';

export type Cause = 'autoscaler' | 'webhook' | 'controller' | 'manual' | 'previous-apply' | 'unknown';

/** Who wrote a live value, as the object's managedFields say. `time` is ISO 8601 in UTC. */
export interface FieldOwner {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly subresource?: string;
  readonly time?: string;
  readonly label: string;
}

export interface AttributeChange {
  readonly path: Path;
  readonly class: AttributeClass;
  /** In a plan: now. In drift: live. */
  readonly before: Value;
  /** In a plan: then. In drift: what Git says. */
  readonly after: Value;
  readonly owners: readonly FieldOwner[];
  readonly cause?: Cause;
  readonly severity: Severity;
  /** The rule that ignores the difference, in the user's words. */
  readonly rule?: string;
  /** What the user should know about this difference, as a sentence without its full stop. */
  readonly note?: string;
  /** What differs inside a node that is compared and replaced as a whole. */
  readonly nested?: readonly AttributeChange[];
}

type ChangeKind = 'create' | 'update' | 'delete' | 'no-op' | 'unsupported' | 'unknown';

export interface Message {
  readonly level: 'info' | 'warning' | 'error';
  readonly text: string;
}

/** Where an object, or what changes it, is written down. `document` is the zero-based index of its document in the file. */
export interface ObjectSource {
  readonly path: string;
  readonly document: number;
  /** Where in the document, when it is a part of it: an item of a `List`, an entry of a generator, a scalar that holds a patch. */
  readonly at?: readonly (string | number)[];
}

export interface ResourceChange {
  readonly id: ObjectIdentity;
  readonly kind: ChangeKind;
  readonly attributes: readonly AttributeChange[];
  readonly messages: readonly Message[];
  /** Why the object was not compared, or why the kind is as it is. */
  readonly reason?: string;
  /** The object's own document. */
  readonly source?: ObjectSource;
  /** The documents that patch it, the one that is applied last first. */
  readonly patches?: readonly ObjectSource[];
  /** The kustomization files that it went through, the outermost first. */
  readonly kustomizations?: readonly string[];
}

/** How good the evidence is: rendered text, recorded objects, GET, a controller's word, the server's dry run. */
type Fidelity = 'static' | 'recorded' | 'live-get' | 'controller' | 'server-dry-run';

export interface DriftCounts {
  /** Objects with at least one difference that applying Git would change. */
  readonly drifted: number;
  readonly missing: number;
  readonly inSync: number;
  /** Live-only fields that somebody added by hand or that no rule explains. */
  readonly unowned: number;
  readonly ignored: number;
  /** Objects that could not be compared. */
  readonly unknown: number;
}

export interface DriftReport {
  readonly environment: string;
  /** When the live objects were read, ISO 8601 in UTC. */
  readonly at: string;
  readonly fidelity: Fidelity;
  readonly resources: readonly ResourceChange[];
  readonly counts: DriftCounts;
  readonly problems: readonly Problem[];
}

/** Whether applying Git would change this attribute of the live object. */
export function isDrift(change: AttributeChange): boolean {
  return change.class === 'changed' || change.class === 'missing' || change.class === 'removed';
}

/** `group/kind/namespace/name`: equal for the same object, whatever version either side uses. */
export function identityKey(id: ObjectIdentity): string {
  return [id.group, id.kind, id.namespace, id.name].join('/');
}
