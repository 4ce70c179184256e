import { placeAt, type Place } from '../../schema/place.ts';
import type { ObjectShape } from '../../schema/shape.ts';
import { suggestAt, type Suggestion } from '../../schema/suggest.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { nodeAtPath, type PathSegment } from '../../yaml/find.ts';
import { scalarText, valueOf, type YamlNode } from '../../yaml/node.ts';
import { cronChoices } from '../cron-choices.ts';
import type { Completion, Cursor } from '../language.ts';
import { isNamed, knownKinds, shapeOfKind, versionsOfKind } from './kinds.ts';

/** Fields and values that fit under the cursor; kinds and API versions where an object begins. */
export function complete(snapshot: Snapshot, { file, offset }: Cursor): readonly Completion[] {
  const place = placeAt(file, offset);
  if (place === undefined) return [];
  const { object, path } = objectAround(place);
  const own: Place = { ...place, path };
  const apiVersion = scalarText(valueOf(object, 'apiVersion')) ?? '';
  const kind = scalarText(valueOf(object, 'kind')) ?? '';
  const context: ObjectContext = { apiVersion, kind, shape: shapeOfKind(apiVersion, kind) };
  const documentation = snapshot.facts.kubernetesDocumentation;
  const fields = context.shape === undefined ? [] : suggestAt(context.shape, own, documentation);
  const suggestions = [
    ...identitySuggestions(own, context),
    ...fields.filter(({ label }) => !isServerSide(label, own)),
  ];
  const schedules = kind === 'CronJob' && isSchedule(own) ? cronChoices() : [];
  return [
    ...suggestions.map((suggestion) => toCompletion(suggestion, place)),
    ...schedules.map((schedule) => ({ ...schedule, range: place.range })),
  ];
}

function isSchedule({ kind, path }: Place): boolean {
  return kind === 'value' && path.length === 2 && path[0] === 'spec' && path[1] === 'schedule';
}

interface ObjectContext {
  readonly apiVersion: string;
  readonly kind: string;
  readonly shape: ObjectShape | undefined;
}

/** The object that a place lies in, and the path below it: the document's root, or an item of a `kind: List`. */
function objectAround({ root, path }: Place): { object: YamlNode | undefined; path: readonly PathSegment[] } {
  const isItem = scalarText(valueOf(root, 'kind')) === 'List' && path[0] === 'items' && typeof path[1] === 'number';
  return isItem ? { object: nodeAtPath(root, path.slice(0, 2)), path: path.slice(2) } : { object: root, path };
}

/** Nobody writes what the server fills in. */
function isServerSide(label: string, { path, kind }: Place): boolean {
  if (kind !== 'key') return false;
  return path.length === 0
    ? label === 'status'
    : path[0] === 'metadata' && path.length === 1 && SERVER_METADATA.has(label);
}

const SERVER_METADATA = new Set([
  'creationTimestamp',
  'deletionGracePeriodSeconds',
  'deletionTimestamp',
  'generation',
  'managedFields',
  'resourceVersion',
  'selfLink',
  'uid',
]);

function identitySuggestions(place: Place, { apiVersion, kind, shape }: ObjectContext): (Suggestion | Snippet)[] {
  const [field] = place.path;
  if (place.kind === 'value' && place.path.length === 1 && field === 'apiVersion') return values(apiVersions(kind));
  if (place.kind === 'value' && place.path.length === 1 && field === 'kind') return values(kindsOf(apiVersion));
  if (place.kind !== 'key' || place.path.length > 0 || shape !== undefined) return [];
  const names = ['apiVersion', 'kind', 'metadata'].filter((name) => !place.siblings.has(name));
  const fields = names.map((name): Suggestion => ({
    label: name,
    kind: 'property',
    newText: place.hasColon ? name : name === 'metadata' ? `metadata:\n${place.innerIndent}` : `${name}: `,
  }));
  return place.siblings.size === 0 && !place.hasColon ? [...fields, ...snippets(place.innerIndent)] : fields;
}

function values(labels: readonly string[]): Suggestion[] {
  return labels.map((label) => ({ label, kind: 'value', newText: label }));
}

function apiVersions(kind: string): string[] {
  const own = versionsOfKind(kind);
  return own.length > 0 ? own : [...new Set(knownKinds().map(({ apiVersion }) => apiVersion))];
}

function kindsOf(apiVersion: string): string[] {
  const own = knownKinds().filter((known) => known.apiVersion === apiVersion);
  return [...new Set((own.length > 0 ? own : knownKinds()).map(({ kind }) => kind))];
}

interface Snippet extends Omit<Suggestion, 'kind'> {
  readonly kind: 'snippet';
}

/** A whole object of each kind, in its most stable version. */
function snippets(indent: string): Snippet[] {
  return [...new Set(knownKinds().map(({ kind }) => kind))].flatMap((kind): Snippet[] => {
    const [apiVersion] = versionsOfKind(kind);
    if (apiVersion === undefined || !isNamed(apiVersion, kind)) return [];
    const newText = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n${indent}name: $1\n$0`;
    return [{ label: kind, kind: 'snippet', newText, detail: `new object, ${apiVersion}`, sortText: `3${kind}` }];
  });
}

function toCompletion(suggestion: Suggestion | Snippet, place: Place): Completion {
  return { ...suggestion, range: place.range, ...(suggestion.kind === 'snippet' && { isSnippet: true }) };
}
