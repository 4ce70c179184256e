import { joined } from '../../../base/words.ts';
import type { Span, YamlNode, YamlSequence } from '../../../yaml/node.ts';
import { follow, isInterpolated, isReference, scalarValue, type Anchors } from '../model/follow.ts';
import { checkMapping } from './check-mapping.ts';
import { checkScalar } from './check-scalar.ts';
import { invalid, type Fault, type Place, type ShapeCheck } from './fault.ts';
import { resolveShape, type ListShape, type Shape } from './shape.ts';

/** The faults of a value that should have a shape. `place.at` stands for the value where it is empty: its key. */
export function faultsOfValue(node: YamlNode | undefined, shape: Shape, place: Place, anchors: Anchors): Fault[] {
  const faults: Fault[] = [];
  checkShape({ anchors, faults, seen: new Map(), inner: checkShape }, node, shape, place);
  return faults;
}

function checkShape(check: ShapeCheck, node: YamlNode | undefined, shape: Shape, place: Place): void {
  if (isAnything(shape) || isReference(node)) return;
  const value = follow(node, check.anchors);
  // An alias of nothing has its own finding.
  if (node?.kind === 'alias' && value === undefined) return;
  if (isReference(value) || isInterpolated(value) || isSeen(check, value, shape)) return;
  const kind = kindOf(value);
  if (isUnfilled(value, kind, shape)) {
    check.faults.push({ ...invalid(place.at, `${place.name} is empty`), isAbsence: kind === 'null' });
    return;
  }
  const facet = facetOf(shape, kind);
  if (facet !== undefined) checkFacet(check, value, facet, place);
  else if (shape.any !== true) check.faults.push(wrongKind(value, kind, shape, place));
}

/** Whether there is nothing but blanks where GitLab wants something. */
function isUnfilled(
  node: YamlNode | undefined,
  kind: Kind,
  { filled, present, string, null: nothing }: Shape,
): boolean {
  if (kind === 'null') return (filled === true || present === true) && nothing === undefined;
  const isAsked = filled === true || string?.filled === true;
  return isAsked && kind === 'string' && node?.kind === 'scalar' && node.text.trim() === '';
}

function isAnything({ any, string, list }: Shape): boolean {
  return any === true && string === undefined && list === undefined;
}

function wrongKind(node: YamlNode | undefined, kind: Kind, shape: Shape, place: Place): Fault {
  const { at, name, isItem } = place;
  // GitLab takes a key without a value as not written; in a list nothing is a value as well.
  const isTaken = isItem !== true || shape.soft?.null !== undefined;
  if (kind === 'null') {
    return { ...invalid(at, `${name} has no value`, isTaken ? 'undocumented' : 'refused'), isAbsence: true };
  }
  if (shape.soft && facetOf(shape.soft, kind) !== undefined) {
    const usual = `${expectedOf(shape)} is usual`;
    return invalid(
      at,
      `${name} is ${ARTICLES[kind]}, which GitLab takes but does not document; ${usual}`,
      'undocumented',
    );
  }
  const isDecimal = kind === 'number' && shape.integer !== undefined;
  const message = `${name} should be ${expectedOf(shape)}, not ${isDecimal ? 'a decimal number' : ARTICLES[kind]}`;
  const replacement = quoted(node, shape, place);
  return replacement === undefined
    ? invalid(at, message)
    : { ...invalid(at, `${message}; write ${replacement}`), replacement };
}

/** A number or truth value as the text that was meant; undefined where not just any text is right. */
function quoted(node: YamlNode | undefined, { string, map }: Shape, { at }: Place): string | undefined {
  const isAnyText =
    string !== undefined && map === undefined && [string.values, string.pattern, string.format].every((one) => !one);
  return isAnyText && node?.kind === 'scalar' && node === at && node.style === 'plain' ? `"${node.text}"` : undefined;
}

function isSeen({ seen }: ShapeCheck, node: YamlNode | undefined, shape: Shape): boolean {
  if (node === undefined || node.kind === 'scalar') return false;
  const shapes = seen.get(node) ?? new Set();
  seen.set(node, shapes);
  const before = shapes.has(shape);
  shapes.add(shape);
  return before;
}

function isWhole(value: number | bigint): boolean {
  return typeof value === 'bigint' || Number.isInteger(value);
}

type Kind = 'string' | 'integer' | 'number' | 'boolean' | 'null' | 'list' | 'map';

const ARTICLES: Readonly<Record<Kind, string>> = {
  string: 'a string',
  integer: 'a number',
  number: 'a number',
  boolean: 'a boolean (true or false)',
  null: 'empty',
  list: 'a list',
  map: 'a mapping',
};

function kindOf(node: YamlNode | undefined): Kind {
  if (node?.kind === 'mapping') return 'map';
  if (node?.kind === 'sequence') return 'list';
  const value = scalarValue(node);
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number' || typeof value === 'bigint') return isWhole(value) ? 'integer' : 'number';
  return typeof value === 'boolean' ? 'boolean' : 'string';
}

/** The part of a shape that speaks of a kind, as a shape of its own. An integer is also a number. */
function facetOf(shape: Shape, kind: Kind): Shape | undefined {
  if (kind === 'integer' && shape.integer === undefined) {
    return shape.number && { number: shape.number };
  }
  const facet = shape[kind];
  return facet && { [kind]: facet };
}

function checkFacet(check: ShapeCheck, value: YamlNode | undefined, facet: Shape, place: Place): void {
  if (value?.kind === 'sequence' && facet.list) checkList(check, value, facet.list, place);
  if (value?.kind === 'mapping' && facet.map) checkMapping(check, value, facet.map, place);
  if (value?.kind === 'scalar') check.faults.push(...checkScalar(scalarValue(value) ?? null, scalarPart(facet), place));
}

function scalarPart({ string, integer, number = integer }: Shape): Pick<Shape, 'string' | 'number'> {
  return { ...(string && { string }), ...(number && { number }) };
}

function checkList(check: ShapeCheck, list: YamlSequence, shape: ListShape, place: Place): void {
  const { at, name } = place;
  const { length } = list.items;
  if (length < (shape.min ?? 0)) check.faults.push(invalid(at, `${name} is an empty list`));
  else if (length < (shape.soft?.min ?? 0)) check.faults.push(invalid(at, `${name} is an empty list`, 'undocumented'));
  if (length > (shape.max ?? Number.POSITIVE_INFINITY)) {
    check.faults.push(invalid(at, `${name} has ${length} items; GitLab takes at most ${shape.max ?? 0}`));
  }
  if (shape.soft?.unique === true) checkUnique(check, list, place);
  checkItems(check, list, shape, { ...place, name: `an item of ${name}`, depth: shape.nested ?? 0 });
}

function checkItems(
  check: ShapeCheck,
  list: YamlSequence,
  shape: ListShape,
  place: Place & { readonly depth: number },
): void {
  const item = resolveShape(shape.items);
  for (const node of list.items) {
    const value = follow(node, check.anchors);
    const at: Span = node ?? list;
    if (value?.kind === 'sequence' && item.list === undefined && place.depth > 0 && !isReference(value)) {
      if (isUnusual(shape, place.depth)) {
        check.faults.push(invalid(at, `${place.name} is a list in more lists than usual`, 'undocumented'));
      }
      if (!isSeen(check, value, item)) checkItems(check, value, shape, { ...place, at, depth: place.depth - 1 });
    } else {
      checkShape(check, node, item, { at, label: labelOf(value) ?? at, name: place.name, inList: true, isItem: true });
    }
  }
}

/** Whether a list in a list is the first that lies deeper than usual. `depth`: how many levels GitLab still flattens. */
function isUnusual({ nested = 0, soft }: ListShape, depth: number): boolean {
  return nested - depth === soft?.nested;
}

/** The first key stands for a mapping that spans several lines. */
function labelOf(node: YamlNode | undefined): Span | undefined {
  return node?.kind === 'mapping' ? node.entries[0]?.key : undefined;
}

function checkUnique({ faults }: ShapeCheck, list: YamlSequence, { name }: Place): void {
  const before = new Set<string>();
  for (const item of list.items) {
    if (item?.kind !== 'scalar') continue;
    if (before.has(item.text)) faults.push(invalid(item, `${name} has '${item.text}' twice`, 'undocumented'));
    before.add(item.text);
  }
}

/** What a shape wants, as the rest of "should be …". */
function expectedOf(shape: Shape): string {
  if (shape.expected !== undefined) return shape.expected;
  const kinds = (Object.keys(WANTED) as (keyof typeof WANTED)[]).flatMap((kind) =>
    shape[kind] === undefined ? [] : [kind === 'string' && isEnumeration(shape) ? 'one of its values' : WANTED[kind]],
  );
  return kinds.length === 0 ? 'empty' : joined(kinds, 'or');
}

const WANTED = {
  string: 'a string',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'a boolean (true or false)',
  list: 'a list',
  map: 'a mapping',
} as const;

function isEnumeration({ string }: Shape): boolean {
  return string?.values !== undefined && string.suggestions !== true;
}
