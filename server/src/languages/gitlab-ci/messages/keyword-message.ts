import type { YamlEntry } from '../../../yaml/node.ts';
import { entryOf } from '../../../yaml/node.ts';
import { isHidden } from '../model/names.ts';
import { culpritIn } from './culprit.ts';
import { locate, spanOf, spotOfEntry, spotOfNode, wholeFile, type Ground, type Located, type Spot } from './spot.ts';

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
  const walks = startsOf(ground, text);
  const longest = walks.toSorted((a, b) => Number(b.isWhole) - Number(a.isWhole) || a.rest.length - b.rest.length)[0];
  return longest && choose(ground, longest, turn);
}

/** The ways that the beginning of a message may mean; more than one when names contain colons or blanks. */
function startsOf(ground: Ground, text: string): Walk[] {
  const ofJob = /^jobs(?::| )/.exec(text)?.[0];
  if (ofJob !== undefined) return jobStarts(ground, text.slice(ofJob.length));
  if (text.startsWith('header:')) return headerStarts(ground, text.slice('header'.length));
  // GitLab leaves the job away before `retry`.
  if (/^retry[: ]/.test(text)) return [walk(jobSpots(ground).flatMap(retryOf), text.slice('retry'.length))];
  return rootEntries(ground).flatMap((entry) => {
    const name = keyText(entry);
    return hasStart(text, name) ? [walk([spotOfEntry(ground, entry)], text.slice(name.length))] : [];
  });
}

function jobStarts(ground: Ground, text: string): Walk[] {
  const names = [...ground.pipeline.definitions.keys()].filter((name) => !isHidden(name));
  return names.flatMap((name) => {
    // A job without a name is called 'job'.
    const called = name === '' ? 'job' : name.toLowerCase();
    if (!hasStart(text, called)) return [];
    const spot = jobSpot(ground, name);
    return spot === undefined ? [] : [walk([spot], text.slice(called.length))];
  });
}

/** A job as GitLab has merged it: a keyword leads to the text that won. */
function jobSpot(ground: Ground, name: string): Spot | undefined {
  const job = ground.pipeline.effective(name);
  if (job === undefined) return undefined;
  const entries = new Map<string, YamlEntry>([...inheritedEntries(ground), ...job.fields]);
  const { nameAt, block, value } = job.definition.job;
  const written = block.root?.kind === 'mapping' ? block.root.entries.find(({ key }) => key === nameAt) : undefined;
  const own = written && spotOfEntry(ground, written);
  return {
    key: written?.key,
    node: own?.node ?? value,
    fields: () => new Map([...entries].map(([key, entry]) => [key.toLowerCase(), spotOfEntry(ground, entry)])),
    items: () => own?.items() ?? [],
  };
}

function jobSpots(ground: Ground): Spot[] {
  const names = [...ground.pipeline.definitions.keys()].filter((name) => !isHidden(name));
  return names.map((name) => jobSpot(ground, name)).filter((spot) => spot !== undefined);
}

function retryOf(job: Spot): Spot[] {
  const retry = job.fields().get('retry');
  return retry === undefined ? [] : [retry];
}

const INHERITED = new Set(['image', 'services', 'cache', 'before_script', 'after_script']);

/** What jobs take over from `default` and from the keywords that stood for it before. */
function inheritedEntries(ground: Ground): [string, YamlEntry][] {
  return rootEntries(ground).flatMap((entry): [string, YamlEntry][] => {
    const name = keyText(entry);
    if (INHERITED.has(name)) return [[name, entry]];
    if (name !== 'default' || entry.value?.kind !== 'mapping') return [];
    return entry.value.entries.map((part): [string, YamlEntry] => [keyText(part), part]);
  });
}

/** The top-level entries of all files; those that GitLab lays on top come first. */
function rootEntries({ pipeline }: Ground): readonly YamlEntry[] {
  return pipeline.summaries.toReversed().flatMap(({ summary }) => {
    const root = summary.content?.root;
    return root?.kind === 'mapping' ? root.entries : [];
  });
}

function headerStarts(ground: Ground, text: string): Walk[] {
  return ground.pipeline.summaries.toReversed().flatMap(({ summary }) => {
    const root = summary.header?.root;
    if (root === undefined || entryOf(root, 'spec') === undefined) return [];
    return [walk([spotOfNode(ground, root)], text)];
  });
}

function keyText({ key }: YamlEntry): string {
  return key.kind === 'scalar' ? key.text.toLowerCase() : '';
}

/** Whether a text begins with a name that ends there. */
function hasStart(text: string, name: string): boolean {
  return text.startsWith(name) && (text[name.length] === ':' || text[name.length] === ' ');
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
  return items.length > 0 && isListed(spots) ? { spots: items, rest } : undefined;
}

function stepByKey(spots: readonly Spot[], text: string): Step | undefined {
  const keys = [...new Set(spots.flatMap((spot) => [...spot.fields().keys()]))].filter((key) => hasStart(text, key));
  const key = keys.toSorted((a, b) => b.length - a.length)[0];
  if (key === undefined) return undefined;
  const below = spots.map((spot) => spot.fields().get(key)).filter((spot) => spot !== undefined);
  return { spots: below, rest: text.slice(key.length) };
}

/** A single need stands for a list of one; else only lists have items. */
function isListed(spots: readonly Spot[]): boolean {
  return spots.some(({ node, key }) => node?.kind === 'sequence' || key !== undefined);
}

function choose(ground: Ground, { spots, rest, isWhole }: Walk, turn: number): Located | undefined {
  const attribute = attributeOf(spots, rest);
  const words = rest.slice(attribute.length).trimStart();
  const having = spots.filter((spot) => spot.fields().has(attribute.replaceAll(' ', '_')));
  const asked = distinct((having.length > 0 ? having : spots).map((spot) => subjectOf(spot, attribute, words)));
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

function subjectOf(spot: Spot, attribute: string, words: string): Spot {
  // The one warning that speaks of the whole job and means its last rule.
  if (words.startsWith('may allow multiple pipelines')) return spot.fields().get('rules')?.items().at(-1) ?? spot;
  return spot.fields().get(attribute.replaceAll(' ', '_')) ?? spot;
}

/** The keyword below the location that the words begin with; `config` is the location itself. */
function attributeOf(spots: readonly Spot[], rest: string): string {
  if (rest.startsWith('config ')) return 'config';
  const names = spots.flatMap((spot) => [...spot.fields().keys()]).map((key) => key.replaceAll('_', ' '));
  return names.filter((name) => rest.startsWith(`${name} `)).toSorted((a, b) => b.length - a.length)[0] ?? '';
}
