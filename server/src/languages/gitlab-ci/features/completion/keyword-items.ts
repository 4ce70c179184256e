import type { Completion } from '../../../language.ts';
import { excludedBeside } from '../../keywords/exclusive.ts';
import { resolveShape, type MapShape, type Shape } from '../../keywords/shape.ts';
import { describeKeyword } from '../describe.ts';
import { mappingAt } from '../shape-path.ts';
import { indentOf } from './line-structure.ts';
import type { TextPosition } from './position.ts';

/** Where keywords are written. */
interface KeywordPlace {
  readonly position: TextPosition;
  /** The keyword above, such as `artifacts:reports`; '' for a job. */
  readonly parent: string;
  /** What stands before each: the dash of a new item, or the line break behind a key. */
  readonly prefix?: string;
  /** What a job has beside the keys that are written in it, see `inheritedKeywords`. */
  readonly inherited?: ReadonlyMap<string, string>;
  /** How much deeper than the cursor's line the keywords are, where that is not told by the cursor. */
  readonly depth?: number;
}

/** The keywords that a mapping may still have; those that it must have come first. */
export function keywordItems(map: MapShape, place: KeywordPlace): Completion[] {
  const { position, parent } = place;
  const here = mappingAt(map, position.siblings);
  const required = new Set([...(here.required ?? []), ...(here.soft?.required ?? [])]);
  const oneOf = new Set(missingOf(here, position));
  const unfit = unfitBeside(place);
  return inUsualOrder(here, position).flatMap(([label, written], index): Completion[] => {
    const shape = resolveShape(written);
    if (position.siblings.has(label) || unfit.has(label) || shape.undocumented === true) return [];
    const isDeprecated = shape.deprecated !== undefined;
    const name = parent === '' ? label : `${parent}:${label}`;
    return [
      {
        label,
        kind: 'keyword',
        range: position.word,
        ...sourceOf(label, shape, place),
        ...(required.has(label) ? { detail: 'required' } : oneOf.has(label) && { detail: 'one of these is required' }),
        documentation: () => describeKeyword(name, shape),
        ...(isDeprecated && { deprecated: true }),
        sortText: `${isDeprecated ? '2' : required.has(label) || oneOf.has(label) ? '0' : '1'}${String(index).padStart(3, '0')}`,
      },
    ];
  });
}

/** Behind a key: the keywords of the mapping that may be its value, each on the next line. */
export function keywordsBelow(map: MapShape, { position, parent }: KeywordPlace): Completion[] {
  const { before, places, word } = position;
  const column = places.at(-1)?.column;
  if (column === undefined) return [];
  const depth = column - indentOf(before) + 2;
  const start = word.start - (before.length - before.trimEnd().length);
  const below = { ...position, siblings: new Map<string, string>(), needsSpace: false, word: { start, end: word.end } };
  const items = keywordItems(map, { position: below, parent, prefix: `\n${' '.repeat(depth)}`, depth });
  return items.map((item) => ({ ...item, sortText: `~~${item.sortText ?? ''}` }));
}

/** As in the keyword data: what most people write first. Where one key tells which others there are, that one before them. */
function inUsualOrder({ keys = {}, variants = [] }: MapShape, { siblings }: TextPosition): [string, string | Shape][] {
  const sizes = new Map<string, number>();
  for (const { by, keys: own = {} } of variants) {
    sizes.set(by, Math.min(sizes.get(by) ?? Infinity, Object.keys(own).length));
  }
  const isChosen = variants.some(({ by }) => siblings.has(by));
  const rank = ([label]: [string, unknown]): number => (isChosen ? 0 : (sizes.get(label) ?? Infinity));
  return Object.entries(keys).toSorted((left, right) => (rank(left) === rank(right) ? 0 : rank(left) - rank(right)));
}

/** What GitLab refuses, or does not look at, beside the keys that are there. */
function unfitBeside({ position: { path, siblings }, parent, inherited = NOTHING }: KeywordPlace): ReadonlySet<string> {
  const isJob = parent === '' && path.length === 1;
  const unfit = new Set(isJob ? excludedBeside(siblings, inherited) : []);
  const when = siblings.get('when') ?? inherited.get('when');
  if (when !== undefined && !when.startsWith('delayed') && when !== '') unfit.add('start_in');
  const hasPages = siblings.has('pages') || inherited.has('pages');
  if (isJob && path[0] !== 'pages' && !hasPages) unfit.add('publish');
  return unfit;
}

const NOTHING: ReadonlyMap<string, string> = new Map();

/** One of these keys has to be there, and none is yet. */
function missingOf({ oneOf = [], anyOf = [] }: MapShape, { siblings }: TextPosition): readonly string[] {
  return [oneOf, anyOf].flatMap((keys) => (keys.some((key) => siblings.has(key)) ? [] : keys));
}

type Source = Pick<Completion, 'newText' | 'isSnippet' | 'continues'>;

/** What is written for a keyword: with its value's first line where that begins on a line of its own. */
function sourceOf(label: string, shape: Shape, { position, prefix = '', depth }: KeywordPlace): Source {
  // Behind a dash, as behind a colon, a space begins the word.
  const lead = position.needsSpace ? ' ' : prefix;
  const name = `${lead}${label}`;
  if (position.hasColon || position.quote !== undefined) return { newText: name };
  const form = formOf(shape);
  if (form === 'inline') return { newText: `${name}: `, ...(isEnumerated(shape) && { continues: true }) };
  if (position.flow !== undefined) {
    return { newText: `${name}: ${form === 'list' ? '[$0]' : '{$0}'}`, isSnippet: true, continues: true };
  }
  const own = depth ?? position.begin - indentOf(position.before) + lead.length;
  return {
    ...onLinesBelow(name, form, own + 2),
    ...((form === 'mapping' || isEnumerated(shape)) && { continues: true }),
  };
}

function onLinesBelow(name: string, form: 'list' | 'mapping', depth: number): Source {
  return { newText: `${name}:\n${' '.repeat(depth)}${form === 'list' ? '- ' : ''}$0`, isSnippet: true };
}

/** How a value is usually written: on the line of its key, as a list, or as a mapping. */
function formOf(shape: Shape): 'inline' | 'list' | 'mapping' {
  const { string, integer, number, boolean, any, list, map } = shape;
  if (isUsuallyList(shape)) return 'list';
  if (any === true || [string, integer, number, boolean].some((facet) => facet !== undefined)) return 'inline';
  if (map !== undefined) return 'mapping';
  return list === undefined ? 'inline' : 'list';
}

/** Commands, needs and files to include may be single, and seldom are. */
function isUsuallyList({ string, list, map }: Shape): boolean {
  if (list === undefined || string?.values !== undefined) return false;
  const item = resolveShape(list.items);
  return item.string !== undefined && (map !== undefined || list.nested !== undefined);
}

/** Whether the value is chosen among what is known. */
function isEnumerated({ string, boolean, list }: Shape): boolean {
  const item = list && resolveShape(list.items);
  return [string?.values, string?.names, boolean, item?.string?.names, item?.string?.values, item?.map].some(
    (facet) => facet !== undefined,
  );
}
