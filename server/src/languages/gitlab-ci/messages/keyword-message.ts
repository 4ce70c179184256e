import { scalarText } from '../../../yaml/node.ts';
import { culpritIn } from './culprit.ts';
import { hasStart, startsOf } from './keyword-start.ts';
import { locate, spanOf, wholeFile, type Ground, type Located, type Spot } from './spot.ts';

/** A way down from a keyword as far as it could be gone, and the words that are left. */
interface Walk {
  /** Every value that the location may stand for: GitLab does not number the items of lists. */
  readonly spots: readonly Spot[];
  readonly rest: string;
  /** The whole location was found. */
  readonly isWhole: boolean;
}

/**
 * Places a message about a keyword: `LOCATION ATTRIBUTE WORDS` with keys joined by colons, all in lower case
 * (lib/gitlab/config/entry/node.rb, validator.rb). `turn` counts equal messages, from 0. Undefined when no location of
 * this pipeline begins the message.
 */
export function placeKeywordMessage(ground: Ground, message: string, turn: number): Located | undefined {
  const text = message.toLowerCase();
  const walks = startsOf(ground, text).map(({ spots, rest }) => walk(spots, rest));
  const longest = walks.toSorted((a, b) => Number(b.isWhole) - Number(a.isWhole) || a.rest.length - b.rest.length)[0];
  return longest && choose(ground, longest, turn);
}

function walk(spots: readonly Spot[], text: string): Walk {
  let current = spots;
  let rest = text;
  while (rest.startsWith(':')) {
    const next = step(current, rest.slice(1));
    if (next === undefined) return { spots: current, rest: rest.replace(/^:[^ ]*/, '').trimStart(), isWhole: false };
    current = next.spots;
    rest = next.rest;
  }
  return { spots: current, rest: rest.trimStart(), isWhole: current.length > 0 };
}

interface Step {
  readonly spots: readonly Spot[];
  readonly rest: string;
}

function step(spots: readonly Spot[], text: string): Step | undefined {
  const items = spots.flatMap((spot) => spot.items());
  const byKey = stepByKey(spots, text) ?? stepByKey(items, text);
  if (byKey !== undefined) return byKey;
  const word = /^[\w-]+(?=[: ])/.exec(text)?.[0];
  if (word === undefined) return undefined;
  const rest = text.slice(word.length);
  // GitLab calls a list of caches `caches`, whatever the keyword is.
  const singular = word.replace(/s$/, '');
  const ofList = spots.map((spot) => spot.fields().get(singular)).filter((spot) => spot !== undefined);
  if (ofList.length > 0) return { spots: ofList, rest };
  // `rules:rule`, `needs:need`, `services:service`: a word of GitLab's own for each item.
  return items.length > 0 && isListed(spots, word) ? { spots: items, rest } : undefined;
}

function stepByKey(spots: readonly Spot[], text: string): Step | undefined {
  const keys = [...new Set(spots.flatMap((spot) => [...spot.fields().keys()]))].filter((key) => hasStart(text, key));
  const key = keys.toSorted((a, b) => b.length - a.length)[0];
  if (key === undefined) return undefined;
  const below = spots.map((spot) => spot.fields().get(key)).filter((spot) => spot !== undefined);
  return { spots: below, rest: text.slice(key.length) };
}

/** A single need stands for a list of one, which the word for an item tells; else only lists have items. */
function isListed(spots: readonly Spot[], word: string): boolean {
  return spots.some(
    ({ node, key }) => node?.kind === 'sequence' || (scalarText(key) ?? '').toLowerCase().startsWith(word),
  );
}

function choose(ground: Ground, walked: Walk, turn: number): Located | undefined {
  const { rest, isWhole } = walked;
  // GitLab leaves the word for the items of a list away where the keyword also takes a single one.
  const items = walked.spots.flatMap((spot) => (spot.node?.kind === 'sequence' ? spot.items() : [spot]));
  const ofValue = attributeOf(walked.spots, rest);
  const ofItems = attributeOf(items, rest);
  const isOfItems = ofValue.key === undefined && ofItems.key !== undefined;
  const spots = isOfItems ? items : walked.spots;
  const { key, words } = isOfItems ? ofItems : ofValue;
  const having = key === undefined ? [] : spots.filter((spot) => spot.fields().has(key));
  const asked = distinct((having.length > 0 ? having : spots).map((spot) => subjectOf(spot, key, words)));
  const culprits = asked.map((spot) => culpritIn(spot, words)).filter((span) => span !== undefined);
  const culprit = culprits[Math.min(turn, culprits.length - 1)];
  if (culprit !== undefined) return locate(ground, culprit, isWhole);
  const [first] = asked;
  const span = first && spanOf(first);
  if (span === undefined) return wholeFile(ground.entry);
  return locate(ground, span, isWhole && asked.length === 1);
}

/** Jobs share what they take over. */
function distinct(spots: readonly Spot[]): readonly Spot[] {
  return [...new Map(spots.map((spot) => [spot.node ?? spot.key, spot])).values()];
}

function subjectOf(spot: Spot, key: string | undefined, words: string): Spot {
  // The one warning that speaks of the whole job and means its last rule.
  if (words.startsWith('may allow multiple pipelines')) return spot.fields().get('rules')?.items().at(-1) ?? spot;
  return (key === undefined ? undefined : spot.fields().get(key)) ?? spot;
}

/**
 * The keyword below the location that the words begin with, and the words behind it; `config` is the location itself,
 * or stands before the keyword.
 */
function attributeOf(
  spots: readonly Spot[],
  rest: string,
): { readonly key: string | undefined; readonly words: string } {
  const words = rest.replace(/^config /, '');
  const keys = spots.flatMap((spot) => [...spot.fields().keys()]);
  const named = keys.filter((key) => words.startsWith(`${key.replaceAll('_', ' ')} `));
  const key = named.toSorted((a, b) => b.length - a.length)[0];
  // 'config key may not be used …' speaks of no keyword 'key'.
  if (key === undefined || words.startsWith('key may not be used')) return { key: undefined, words };
  return { key, words: words.slice(key.length).trimStart() };
}
