import { wholeTest } from '../../base/wildcards.ts';
import { compileExpression } from '../../base/regular-expression.ts';
import { ownValue, type DataRecord } from '../../base/record.ts';
import type { ObjectIdentity } from '../model.ts';
import { parsePointer } from './json-pointer.ts';
import { parseJq, type Location } from './jq.ts';
import type { ManagedFields } from './ownership.ts';
import type { PreparedObject } from './prepare.ts';
import { locationsOf } from './prune.ts';

/** Argo CD's `ignoreDifferences` (https://argo-cd.readthedocs.io/en/stable/user-guide/diffing/), also the form in `.plumbline.yml`. */
export interface ArgoIgnoreRule {
  readonly group?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly jsonPointers?: readonly string[];
  readonly jqPathExpressions?: readonly string[];
  readonly managedFieldsManagers?: readonly string[];
  readonly reason?: string;
}

/** Flux's ignore rules (https://fluxcd.io/flux/components/helm/helmreleases/#ignore-rules); the target's fields are regular expressions. */
export interface FluxIgnoreRule {
  readonly paths: readonly string[];
  readonly target?: {
    readonly group?: string;
    readonly version?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
    readonly labelSelector?: string;
    readonly annotationSelector?: string;
  };
}

/** A rule that concerns the object. */
export interface IgnoreRule {
  /** The rule in the user's words. */
  readonly text: string;
  /** The places in an object that the rule hides. */
  readonly locate: (object: DataRecord) => Location[];
  /** The fields that the rule hides because of who owns them. */
  readonly owned: readonly ManagedFields[];
}

interface IgnoreRules {
  readonly rules: readonly IgnoreRule[];
  /** Rules that could not be understood, in words. They hide nothing. */
  readonly notEvaluated: readonly string[];
}

interface Subject {
  readonly object: PreparedObject;
  readonly managed: readonly ManagedFields[];
}

/** The rules that concern an object. */
export function selectRules(
  subject: Subject,
  argo: readonly ArgoIgnoreRule[],
  flux: readonly FluxIgnoreRule[],
): IgnoreRules {
  const selected = [
    ...argo.filter((rule) => concernsArgo(rule, subject.object.id)).flatMap((rule) => readArgo(rule, subject.managed)),
    ...flux.flatMap((rule) => readFlux(rule, subject.object)),
  ];
  return {
    rules: selected.filter((rule) => typeof rule !== 'string'),
    notEvaluated: selected.filter((rule) => typeof rule === 'string'),
  };
}

function concernsArgo(rule: ArgoIgnoreRule, id: ObjectIdentity): boolean {
  return (
    isGlobMatch(rule.group ?? '', id.group) &&
    isGlobMatch(rule.kind ?? '*', id.kind) &&
    (!rule.name || rule.name === id.name) &&
    (!rule.namespace || id.namespace === '' || rule.namespace === id.namespace)
  );
}

/** `*` and `?` as in Argo CD's globs. */
function isGlobMatch(glob: string, text: string): boolean {
  const escaped = glob
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return wholeTest(escaped).test(text);
}

function readArgo(rule: ArgoIgnoreRule, managed: readonly ManagedFields[]): (IgnoreRule | string)[] {
  const because = rule.reason ? ` (${rule.reason})` : '';
  const pointers = (rule.jsonPointers ?? []).map((pointer) =>
    pointerRule(pointer, `ignoreDifferences: ${pointer}${because}`),
  );
  const expressions = (rule.jqPathExpressions ?? []).map((expression): IgnoreRule | string => {
    const locate = parseJq(expression);
    if (locate === undefined) return `The jq expression '${expression}' is not evaluated; it hides nothing`;
    return { text: `ignoreDifferences: ${expression}${because}`, locate, owned: [] };
  });
  const managers = (rule.managedFieldsManagers ?? []).map((manager): IgnoreRule => {
    const owned = managed.filter(({ owner }) => owner.manager === manager);
    return {
      text: `ignoreDifferences: fields of '${manager}'${because}`,
      locate: (object) => owned.flatMap(({ fields }) => locationsOf(fields, object)),
      owned,
    };
  });
  return [...pointers, ...expressions, ...managers];
}

function pointerRule(pointer: string, text: string): IgnoreRule | string {
  const steps = parsePointer(pointer);
  if (steps === undefined) return `'${pointer}' is no JSON pointer; it must start with '/'`;
  return { text, locate: () => [steps], owned: [] };
}

function readFlux(rule: FluxIgnoreRule, object: PreparedObject): (IgnoreRule | string)[] {
  const concerns = concernsFlux(rule.target ?? {}, object);
  if (typeof concerns === 'string') return [concerns];
  return concerns ? rule.paths.map((pointer) => pointerRule(pointer, `ignore: ${pointer}`)) : [];
}

/** Whether the target selects the object, or why that cannot be said. */
function concernsFlux(target: NonNullable<FluxIgnoreRule['target']>, object: PreparedObject): boolean | string {
  for (const key of ['group', 'version', 'kind', 'namespace', 'name'] as const) {
    const pattern = target[key];
    if (!pattern) continue;
    const compiled = compileExpression(pattern);
    if (!compiled.ok) return `The pattern '${pattern}' of an ignore rule is not evaluated; the rule hides nothing`;
    if (!compiled.isWhole(object.id[key])) return false;
  }
  return isSelected(target.labelSelector, object.labels) && isSelected(target.annotationSelector, object.annotations);
}

/** Kubernetes' label selectors: `a=b`, `a==b`, `a!=b`, `a in (b,c)`, `a notin (b,c)`, `a`, `!a`, joined by commas. */
function isSelected(selector: string | undefined, labels: DataRecord): boolean {
  if (!selector) return true;
  const requirements = selector.match(/(?:[^,(]|\([^)]*\))+/g) ?? [];
  return requirements.every((requirement) => isRequirementMet(requirement.trim(), labels));
}

function isRequirementMet(requirement: string, labels: DataRecord): boolean {
  const set = /^(\S+)\s+(in|notin)\s+\(([^)]*)\)$/.exec(requirement);
  if (set) {
    const values = (set[3] ?? '').split(',').map((value) => value.trim());
    return values.includes(String(ownValue(labels, set[1] ?? ''))) === (set[2] === 'in');
  }
  const equality = /^([^\s=!]+)\s*(==|=|!=)\s*(\S*)$/.exec(requirement);
  if (equality) return (ownValue(labels, equality[1] ?? '') === equality[3]) === (equality[2] !== '!=');
  if (requirement.startsWith('!')) return ownValue(labels, requirement.slice(1).trim()) === undefined;
  return ownValue(labels, requirement) !== undefined;
}
