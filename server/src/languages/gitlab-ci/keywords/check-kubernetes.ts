import type { YamlNode } from '../../../yaml/node.ts';
import { fieldsOf, follow, isReference, scalarValue, type Anchors } from '../model/follow.ts';
import { invalid, type Fault, type Fields, type Place, type ShapeCheck } from './fault.ts';

const MOVED = ['namespace', 'flux_resource_path'] as const;

/** What stands in one of two places, and what the one keyword needs of the other (lib/gitlab/ci/config/entry/kubernetes.rb). */
export function checkKubernetes({ faults, anchors }: ShapeCheck, fields: Fields, place: Place): void {
  const dashboard = fieldsOf(follow(fields.get('dashboard')?.value, anchors), anchors);
  for (const key of MOVED) {
    const entry = fields.get(key);
    if (entry !== undefined && isFilled(fields, key, anchors) && isFilled(dashboard, key, anchors)) {
      const message = `${place.name} has '${key}' and 'dashboard' has it too; GitLab takes only one of them: keep it in 'dashboard'`;
      faults.push(invalid(entry.key, message));
    }
  }
  if (isFilled(fields, 'flux_resource_path', anchors) && !isFilled(fields, 'namespace', anchors)) {
    faults.push(lacking(place, 'flux_resource_path', 'namespace'));
  }
  const managed = fieldsOf(follow(fields.get('managed_resources')?.value, anchors), anchors);
  const isManaged = scalarValue(follow(managed.get('enabled')?.value, anchors)) === true;
  if (isManaged && !isFilled(fields, 'agent', anchors)) faults.push(lacking(place, 'managed_resources', 'agent'));
}

function lacking({ at, label = at, name, inList = false }: Place, key: string, other: string): Fault {
  const message = `${name} has '${key}' and so needs '${other}'`;
  return { at: label, kind: 'missing-keyword', level: 'refused', message, mayBeMerged: !inList };
}

/** Whether a text is there that is not blank. What a reference takes its place is one. */
function isFilled(fields: Fields, key: string, anchors: Anchors): boolean {
  const node: YamlNode | undefined = follow(fields.get(key)?.value, anchors);
  return isReference(node) || (node?.kind === 'scalar' && scalarValue(node) !== null && node.text.trim() !== '');
}
