import { describeChange } from '../../plan/kubernetes/explain.ts';
import { isDrift, type DriftReport, type ResourceChange } from '../../plan/model.ts';
import { shownPath } from '../../workspace/include-address.ts';

export interface DriftedObject {
  readonly name: string;
  readonly state: 'drifted' | 'not found' | 'in sync' | 'unknown';
  /** The manifest's file, relative to the folder where the command runs. */
  readonly file?: string;
  readonly why?: string;
  readonly fields: readonly { readonly path: string; readonly words: string }[];
}

const STATES: Readonly<Record<ResourceChange['kind'], DriftedObject['state']>> = {
  create: 'not found',
  update: 'drifted',
  delete: 'drifted',
  'no-op': 'in sync',
  unsupported: 'unknown',
  unknown: 'unknown',
};

/** The objects of a report that are not in sync, or have live-only fields, in words. */
export function driftedObjects({ resources, at }: DriftReport, folder: string): DriftedObject[] {
  return resources
    .map(({ id, kind, attributes, reason, source }): DriftedObject => {
      const version = id.group === '' ? id.version : `${id.group}/${id.version}`;
      const shown = attributes.filter(
        (change) => change.path.text !== '' && (isDrift(change) || change.class === 'unowned'),
      );
      return {
        name: `${version} ${id.kind} ${id.namespace === '' ? '' : `${id.namespace}/`}${id.name}`,
        state: STATES[kind],
        ...(source !== undefined && { file: shownPath(folder, source.path) }),
        ...(reason !== undefined && { why: reason }),
        fields: shown.map((change) => ({ path: change.path.text, words: describeChange(change, new Date(at)).ghost })),
      };
    })
    .filter(({ state, fields }) => state !== 'in sync' || fields.length > 0);
}

/** `1 drifted, 2 in sync`. */
export function summaryOf({ counts }: DriftReport): string {
  const { drifted, missing, unknown, inSync, unowned } = counts;
  const parts: readonly (readonly [number, string])[] = [
    [drifted, 'drifted'],
    [missing, 'not found'],
    [unknown, 'unknown'],
    [inSync, 'in sync'],
    [unowned, unowned === 1 ? 'field is live only' : 'fields are live only'],
  ];
  const counted = parts.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`);
  return counted.length === 0 ? 'no object' : counted.join(', ');
}
