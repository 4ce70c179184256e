import { nearestName } from '../../../base/nearest-name.ts';
import type { YamlEntry, YamlMapping } from '../../../yaml/node.ts';
import { fieldsOf, follow, isReference, scalarValue, type Anchors } from '../model/follow.ts';
import { checkInput, checkInputRule, checkVariable } from './check-input.ts';
import { checkKubernetes } from './check-kubernetes.ts';
import { expression } from './check-scalar.ts';
import { invalid, type Fault, type Fields, type Place, type ShapeCheck } from './fault.ts';
import { shapeOfKey, variantOf, type MapShape } from './shape.ts';

/** Checks the keys of a mapping and their values. */
export function checkMapping(check: ShapeCheck, node: YamlMapping, shape: MapShape, place: Place): void {
  const fields = fieldsOf(node, check.anchors);
  const map = variantOf(shape, fields) ?? withoutVariant(check, shape, fields, place);
  if (map === undefined) return;
  checkSize(check.faults, fields, map, place);
  checkPresence(check, fields, map, place);
  for (const [key, entry] of fields) {
    if (key.includes('$[[')) continue;
    const valueShape = shapeOfKey(map, key);
    if (valueShape === undefined) {
      if (map.open !== true) check.faults.push(unknownKeyword(key, entry, { map, place, fields }));
      continue;
    }
    if (map.values !== undefined) checkKey(check.faults, key, entry, { map, place });
    if (valueShape.undocumented === true) {
      check.faults.push(invalid(entry.key, `'${key}' is not in GitLab's documentation`, 'undocumented'));
    }
    const name = map.values === undefined ? `'${key}'` : `'${key}' of ${place.name}`;
    check.inner(check, entry.value, valueShape, {
      ...place,
      at: entry.value ?? entry.key,
      label: entry.key,
      name,
      isItem: false,
    });
  }
  if (map.check !== undefined) CHECKS[map.check](check, fields, place);
}

const CHECKS = {
  exists: checkRevision,
  input: checkInput,
  inputRule: checkInputRule,
  job: checkDelay,
  kubernetes: checkKubernetes,
  variable: checkVariable,
};

/** A revision is one of a project; a project that is empty is taken for this one. */
function checkRevision({ faults, anchors }: ShapeCheck, fields: Fields, place: Place): void {
  if (isGiven(fields, 'ref', anchors) && !fields.has('project')) {
    faults.push(missing(place, `${place.name} has 'ref' and so needs 'project'`));
  }
}

/** A delay needs its time; the editor has a rule of its own for it, which knows what is merged into the job. */
function checkDelay({ faults, anchors }: ShapeCheck, fields: Fields, place: Place): void {
  const isDelayed = scalarValue(follow(fields.get('when')?.value, anchors)) === 'delayed';
  if (isDelayed && !fields.has('start_in'))
    faults.push(missing(place, `${place.name} lacks 'start_in'`, 'undocumented'));
}

/** No key says which variant is meant: the keys that are there are judged against all of them. */
function withoutVariant(check: ShapeCheck, shape: MapShape, fields: Fields, place: Place): MapShape | undefined {
  const variants = shape.variants ?? [];
  const keys = Object.assign({}, ...variants.map((variant) => variant.keys)) as NonNullable<MapShape['keys']>;
  const unknown = [...fields.keys()].filter((key) => !Object.hasOwn(keys, key) && !key.includes('$[['));
  const by = [...new Set(variants.map((variant) => variant.by))];
  if (unknown.length === 0) {
    const level = shape.soft?.unmatched === true ? 'idle' : 'refused';
    check.faults.push(missing(place, `${place.name} names none of ${by.join(', ')}`, level));
  }
  return unknown.length === 0 ? undefined : { keys };
}

interface Holder {
  readonly map: MapShape;
  readonly place: Place;
  readonly fields: Fields;
}

function unknownKeyword(key: string, entry: YamlEntry, { map, place, fields }: Holder): Fault {
  const known = Object.keys(map.keys ?? {});
  // In a mapping of so many keys what is meant is not looked for.
  const near = fields.size > MAX_KEPT ? undefined : nearestKeyword(key, map, known);
  const allowed = known.length <= 14 ? `; ${known.join(', ')} ${known.length === 1 ? 'is' : 'are'} allowed` : '';
  const isUnread = isLeftUnread(key, map);
  const subject = isUnread ? `GitLab does not read '${key}'` : `Unknown keyword '${key}'`;
  const message = `${subject} in ${place.name}${near === undefined ? allowed : `; did you mean '${near}'?`}`;
  // Written in its place, a keyword that is there already would be there twice.
  const isFree = near !== undefined && !fields.has(near);
  const replacement = isFree && entry.key.kind === 'scalar' ? { replacement: near } : {};
  return { at: entry.key, kind: 'unknown-keyword', level: isUnread ? 'idle' : 'refused', message, ...replacement };
}

function isLeftUnread(key: string, { soft: { unread } = {} }: MapShape): boolean {
  if (unread === undefined) return false;
  return 'only' in unread ? unread.only.includes(key) : !unread.but.includes(key);
}

/** Beyond this many a text is no longer a few slips of the hand. */
const MAX_KEPT = 500;

const nearest = new WeakMap<MapShape, Map<string, string | undefined>>();

/** The same word is asked for again with each key that is typed, and for each job that an anchor is merged into. */
function nearestKeyword(key: string, map: MapShape, known: readonly string[]): string | undefined {
  let ofMap = nearest.get(map);
  if (ofMap === undefined || ofMap.size > MAX_KEPT) nearest.set(map, (ofMap = new Map<string, string | undefined>()));
  if (!ofMap.has(key)) ofMap.set(key, nearestName(key, known));
  return ofMap.get(key);
}

function checkKey(
  faults: Fault[],
  key: string,
  entry: YamlEntry,
  { map, place }: { map: MapShape; place: Place },
): void {
  if (map.keyPattern === undefined || expression(map.keyPattern).test(key)) return;
  faults.push(invalid(entry.key, `The name '${key}' in ${place.name} may have only ${map.keySays ?? map.keyPattern}`));
}

function checkSize(faults: Fault[], fields: Fields, map: MapShape, { at, name, inList = false }: Place): void {
  if (fields.size < (map.min ?? 0)) {
    faults.push({ ...invalid(at, `${name} is an empty mapping`), mayBeMerged: !inList });
  }
  if (fields.size > (map.max ?? Number.POSITIVE_INFINITY)) {
    faults.push(invalid(at, `${name} has ${fields.size} entries; GitLab takes at most ${map.max ?? 0}`));
  }
}

function checkPresence({ faults, anchors }: ShapeCheck, fields: Fields, map: MapShape, place: Place): void {
  const { name } = place;
  const lacks = (key: string): boolean => !fields.has(key);
  const { required = [], soft, requires = {} } = map;
  for (const key of required.filter(lacks)) faults.push(missing(place, `${name} lacks '${key}'`));
  for (const key of (soft?.required ?? []).filter(lacks)) {
    faults.push(missing(place, `${name} lacks '${key}'`, 'undocumented'));
  }
  for (const [key, other] of Object.entries(requires)) {
    if (isGiven(fields, key, anchors) && !isGiven(fields, other, anchors)) {
      faults.push(missing(place, `${name} has '${key}' and so needs '${other}'`));
    }
  }
  checkChoice(faults, fields, map, place);
  checkExclusive(faults, fields, map, place);
}

/** Whether a key is there with something in it, in Ruby's sense. */
function isGiven(fields: Fields, key: string, anchors: Anchors): boolean {
  const node = follow(fields.get(key)?.value, anchors);
  if (node?.kind === 'mapping') return node.entries.length > 0;
  if (node?.kind === 'sequence') return isReference(node) || node.items.length > 0;
  return node?.kind === 'scalar' && scalarValue(node) !== null && node.text.trim() !== '';
}

function missing(place: Place, message: string, level: Fault['level'] = 'refused'): Fault {
  const { at, label = at, inList = false } = place;
  return { at: label, kind: 'missing-keyword', level, message, mayBeMerged: !inList };
}

function checkExclusive(faults: Fault[], fields: Fields, { exclusive = [] }: MapShape, { name }: Place): void {
  const [first = '', second = ''] = exclusive.filter((key) => fields.has(key));
  const at = fields.get(second)?.key;
  if (at !== undefined)
    faults.push(invalid(at, `${name} has both '${first}' and '${second}'; GitLab takes only one of them`));
}

function checkChoice(faults: Fault[], fields: Fields, map: MapShape, place: Place): void {
  const { anyOf, oneOf: keys = [] } = map;
  if (anyOf?.every((key) => !fields.has(key))) {
    faults.push(missing(place, `${place.name} names none of ${anyOf.join(', ')}`));
  }
  const [first, second] = keys.flatMap((key) => fields.get(key) ?? []);
  if (keys.length > 0 && first === undefined) faults.push(missing(place, `${place.name} lacks '${keys[0] ?? ''}'`));
  if (second) faults.push(invalid(second.key, `${place.name} has both ${keys.map((key) => `'${key}'`).join(' and ')}`));
}
