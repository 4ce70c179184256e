import { stateText } from '../features/drift.ts';
import type { Problem, Result } from '../base/result.ts';
import { describeChange } from '../plan/kubernetes/explain.ts';
import { isDrift, type DriftReport, type ResourceChange } from '../plan/model.ts';
import { originOf, sourceRange } from '../plan/origin.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { YamlFile } from '../yaml/file.ts';
import type { DriftedObject, DriftSummary, Failure } from './protocol.ts';

/** What the drift view shows of one environment. Places are those of the newest texts. */
export function summarizeDrift(
  environment: string,
  result: Result<DriftReport>,
  snapshot: Snapshot,
  uriOf: (path: string) => string,
): DriftSummary {
  if (!result.ok) return { environment, at: '', ...NOTHING, objects: [], problem: toFailure(result.problem) };
  const { at, counts, resources } = result.value;
  const { drifted, missing, inSync, unknown } = counts;
  const objects = resources.map((resource) => toObject(resource, new Date(at), { snapshot, uriOf }));
  return { environment, at, inSync, drifted, missing, unknown, objects };
}

const NOTHING = { inSync: 0, drifted: 0, missing: 0, unknown: 0 };

const STATES: Readonly<Record<ResourceChange['kind'], DriftedObject['state']>> = {
  create: 'not-found',
  update: 'drifted',
  delete: 'drifted',
  'no-op': 'in-sync',
  unsupported: 'unknown',
  unknown: 'unknown',
};

interface Places {
  readonly snapshot: Snapshot;
  readonly uriOf: (path: string) => string;
}

function toObject(resource: ResourceChange, now: Date, places: Places): DriftedObject {
  const { id, kind, source } = resource;
  const state = STATES[kind];
  const file = source && fileAt(places.snapshot, source.path);
  const range = source && sourceRange(source, () => file);
  const version = id.group === '' ? id.version : `${id.group}/${id.version}`;
  const fields = resource.attributes
    .filter((change) => isDrift(change) && change.path.text !== '')
    .map((change) => {
      const origin = originOf(resource, change.path, (path) => fileAt(places.snapshot, path));
      const owner = origin && fileAt(places.snapshot, origin.path);
      return {
        path: change.path.text,
        text: describeChange(change, now).ghost,
        ...(origin && owner && { uri: places.uriOf(origin.path), range: owner.lines.rangeAt(origin.range) }),
      };
    });
  return {
    name: `${version} ${id.kind} ${id.namespace === '' ? '' : `${id.namespace}/`}${id.name}`,
    state,
    fields,
    ...(state === 'unknown' && { why: stateText(resource).replace(/^unknown: /, '') }),
    ...(source && { uri: places.uriOf(source.path) }),
    ...(range && file && { range: file.lines.rangeAt({ start: range.start, end: range.start }) }),
  };
}

function fileAt(snapshot: Snapshot, path: string): YamlFile | undefined {
  const state = snapshot.file(path);
  return state.state === 'loaded' ? state.file : undefined;
}

function toFailure({ code, message, action, detail }: Problem): Failure {
  return { code, message, ...(action !== undefined && { action }), ...(detail !== undefined && { detail }) };
}
