import type { AttributeChange } from '../model.ts';
import { append, type KeyValue } from '../path.ts';
import type { BaseView } from './base-view.ts';
import { compareWhole } from './compare-whole.ts';
import { untyped, type ListType } from './field-type.ts';
import { keysOf, type Keys } from './list-keys.ts';
import { difference, elementPlace, type Place, type Sides } from './place.ts';
import { compareUndeclared, undeclaredElement } from './undeclared.ts';

interface ListSides {
  readonly desired: readonly unknown[];
  readonly live: readonly unknown[];
  readonly base: BaseView | undefined;
}

type CompareNode = (place: Place, sides: Sides) => AttributeChange[];

interface Element {
  readonly keys: Keys;
  /** The keys as text, with a running number for elements with equal keys. */
  readonly text: string;
  readonly value: unknown;
}

/** A list whose elements are found by their keys: elements merge, order says nothing to the server. */
export function compareKeyedList(
  place: Place,
  type: ListType,
  { desired, live, base }: ListSides,
  compareNode: CompareNode,
): AttributeChange[] {
  const declared = identify(type, desired);
  const existing = identify(type, live);
  if (declared === undefined || existing === undefined) return compareWhole(place, desired, live);
  const liveByText = new Map(existing.map((element) => [element.text, element]));
  const declaredTexts = new Set(declared.map(({ text }) => text));
  const inDesired = declared.flatMap((element) => {
    const at = elementPlace(place, { keys: element.keys }, type.element);
    const match = liveByText.get(element.text);
    if (match === undefined) return [difference(at, 'missing', { live: undefined, desired: element.value })];
    return compareNode(at, { desired: element.value, live: match.value, base: base?.step({ keys: element.keys }) });
  });
  const extra = existing
    .filter(({ text }) => !declaredTexts.has(text))
    .flatMap(({ keys, value }) =>
      undeclaredElement(elementPlace(place, { keys }, type.element), value, base?.step({ keys })),
    );
  return [...inDesired, ...extra, ...compareOrder(place, declared, existing)];
}

/** The elements with their keys; undefined when one has none, so that the list can only be compared as a whole. */
function identify(type: ListType, items: readonly unknown[]): Element[] | undefined {
  const seen = new Map<string, number>();
  const elements: Element[] = [];
  for (const value of items) {
    const keys = keysOf(type, value);
    if (keys === undefined) return undefined;
    const text = JSON.stringify(keys);
    const count = seen.get(text) ?? 0;
    seen.set(text, count + 1);
    elements.push({ keys, text: count === 0 ? text : `${text}#${count}`, value });
  }
  return elements;
}

/** Nothing changes by another order, but kubectl and controllers may show one, so it is said. */
function compareOrder(place: Place, desired: readonly Element[], live: readonly Element[]): AttributeChange[] {
  const liveTexts = new Set(live.map(({ text }) => text));
  const desiredTexts = new Set(desired.map(({ text }) => text));
  const left = desired.map(({ text }) => text).filter((text) => liveTexts.has(text));
  const right = live.map(({ text }) => text).filter((text) => desiredTexts.has(text));
  if (left.every((text, index) => text === right[index])) return [];
  const values = (elements: readonly Element[]): unknown[] => elements.map(({ keys }) => keys);
  const change = difference({ ...place, type: untyped }, 'order-only', {
    live: values(live),
    desired: values(desired),
  });
  const matters = /(^|\.)(env|initContainers)$/.test(place.path.text);
  return [matters ? { ...change, severity: 'warning', note: 'The order of these elements has an effect' } : change];
}

/** A set: each member is there or not. */
export function compareSet(place: Place, { desired, live, base }: ListSides): AttributeChange[] {
  const isMember = (value: unknown): value is KeyValue => ['string', 'number', 'boolean'].includes(typeof value);
  if (![...desired, ...live].every(isMember)) return compareWhole(place, desired, live);
  const missing = [...new Set(desired)]
    .filter((member) => !live.includes(member))
    .map((member) => difference(memberPlace(place, member), 'missing', { live: undefined, desired: member }));
  const extra = [...new Set(live)]
    .filter((member) => !desired.includes(member))
    .flatMap((member) =>
      compareUndeclared(memberPlace(place, member), member, base?.step({ member: member as KeyValue })),
    );
  return [...missing, ...extra];
}

function memberPlace(place: Place, member: unknown): Place {
  return {
    comparison: place.comparison,
    path: append(place.path, { member: member as KeyValue }),
    type: untyped,
  };
}
