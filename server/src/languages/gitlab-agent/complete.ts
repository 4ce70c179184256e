import type { Place } from '../../schema/place.ts';
import { rootOf, type Snapshot } from '../../workspace/snapshot.ts';
import type { Completion, Cursor } from '../language.ts';
import { cronChoices } from '../cron-choices.ts';
import { completeByShape } from '../shape-answers.ts';
import { agentShape } from './configuration.ts';

/** Fields, values, schedules, and the paths of projects and groups that GitLab knows. */
export function complete(snapshot: Snapshot, cursor: Cursor): readonly Completion[] {
  return completeByShape(cursor, agentShape(), (place) => {
    return isCadence(place) ? cronChoices() : pathChoices(snapshot, cursor, place);
  });
}

/** https://docs.gitlab.com/user/clusters/agent/vulnerabilities/: when the agent looks at the images that run. */
function isCadence({ kind, path }: Place): boolean {
  return kind === 'value' && path.length === 2 && path[0] === 'container_scanning' && path[1] === 'cadence';
}

function pathChoices(snapshot: Snapshot, { file }: Cursor, place: Place): Omit<Completion, 'range'>[] {
  const [section, list, , key] = place.path;
  if (place.kind !== 'value' || key !== 'id' || (section !== 'ci_access' && section !== 'user_access')) return [];
  const kind = list === 'groups' ? 'groups' : 'projects';
  const names = snapshot.names({ kind, folder: rootOf(snapshot, file.path), search: place.typed }) ?? [];
  return names.map(({ name, detail }) => ({
    label: name,
    kind: 'value',
    newText: name,
    ...(detail !== undefined && { detail }),
  }));
}
