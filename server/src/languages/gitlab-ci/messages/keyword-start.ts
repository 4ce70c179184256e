import type { YamlEntry } from '../../../yaml/node.ts';
import { entryOf } from '../../../yaml/node.ts';
import { errorsAlone } from '../entries/entry.ts';
import { nameInWords } from '../entries/names.ts';
import { retry } from '../entries/retry.ts';
import { isHidden } from '../model/names.ts';
import { shallowValue } from './culprit.ts';
import { spotOfEntry, spotOfNode, type Ground, type Spot } from './spot.ts';

/** Values that the beginning of a message names, and the words behind it: `:KEY…` or ` ATTRIBUTE …`. */
interface Start {
  readonly spots: readonly Spot[];
  readonly rest: string;
}

/** The ways that the beginning of a message may mean; more than one when names contain colons or blanks. */
export function startsOf(ground: Ground, text: string): Start[] {
  if (text.startsWith('jobs:')) return jobStarts(ground, text.slice('jobs:'.length), calledInLocations);
  if (text.startsWith('jobs ')) {
    const rest = text.slice('jobs '.length);
    return [...jobStarts(ground, rest, nameInWords), ...jobStarts(ground, rest, calledInLocations)];
  }
  if (text.startsWith('header:')) return headerStarts(ground, text.slice('header'.length));
  // GitLab leaves the job away before `retry`.
  if (/^retry[: ]/.test(text)) return [{ spots: refusedRetries(ground, text), rest: text.slice('retry'.length) }];
  return rootEntries(ground).flatMap((entry) => {
    const name = keyText(entry);
    return hasStart(text, name) ? [{ spots: [spotOfEntry(ground, entry)], rest: text.slice(name.length) }] : [];
  });
}

/** A job without a name is called 'job'. */
function calledInLocations(name: string): string {
  return name === '' ? 'job' : name.toLowerCase();
}

function jobStarts(ground: Ground, text: string, call: (name: string) => string): Start[] {
  const names = [...ground.pipeline.definitions.keys()].filter((name) => !isHidden(name));
  return names.flatMap((name) => {
    const called = call(name);
    if (!hasStart(text, called)) return [];
    const spot = jobSpot(ground, name);
    return spot === undefined ? [] : [{ spots: [spot], rest: text.slice(called.length) }];
  });
}

/** A job as GitLab has merged it: a keyword leads to the text that won. */
function jobSpot(ground: Ground, name: string): Spot | undefined {
  const job = ground.pipeline.effective(name);
  if (job === undefined) return undefined;
  const { nameAt, block, value } = job.definition.job;
  const written = block.root?.kind === 'mapping' ? block.root.entries.find(({ key }) => key === nameAt) : undefined;
  const own = written && spotOfEntry(ground, written);
  let fields: ReadonlyMap<string, Spot> | undefined;
  return {
    key: written?.key,
    node: own?.node ?? value,
    fields: () =>
      (fields ??= new Map(
        [...inheritedEntries(ground), ...job.fields].map(([key, entry]) => [
          key.toLowerCase(),
          spotOfEntry(ground, entry),
        ]),
      )),
    items: () => own?.items() ?? [],
  };
}

function jobSpots(ground: Ground): Spot[] {
  const names = [...ground.pipeline.definitions.keys()].filter((name) => !isHidden(name));
  return names.map((name) => jobSpot(ground, name)).filter((spot) => spot !== undefined);
}

/** The `retry` of each job, those first of which GitLab would say this. */
function refusedRetries(ground: Ground, text: string): readonly Spot[] {
  const all = jobSpots(ground)
    .map((job) => job.fields().get('retry'))
    .filter((spot) => spot !== undefined);
  const refused = all.filter((spot) => errorsAlone(retry, shallowValue(spot, 3), 'retry').includes(text));
  return refused.length > 0 ? refused : all;
}

const INHERITED = new Set(['image', 'services', 'cache', 'before_script', 'after_script']);

const inherited = new WeakMap<Ground, readonly (readonly [string, YamlEntry])[]>();

/** What jobs take over from `default` and from the keywords that stood for it before; found once. */
function inheritedEntries(ground: Ground): readonly (readonly [string, YamlEntry])[] {
  const entries = inherited.get(ground) ?? findInherited(ground);
  inherited.set(ground, entries);
  return entries;
}

function findInherited(ground: Ground): [string, YamlEntry][] {
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

function headerStarts(ground: Ground, text: string): Start[] {
  return ground.pipeline.summaries.toReversed().flatMap(({ summary }) => {
    const root = summary.header?.root;
    if (root === undefined || entryOf(root, 'spec') === undefined) return [];
    return [{ spots: [spotOfNode(ground, root)], rest: text }];
  });
}

function keyText({ key }: YamlEntry): string {
  return key.kind === 'scalar' ? key.text.toLowerCase() : '';
}

/** Whether a text begins with a name that ends there. */
export function hasStart(text: string, name: string): boolean {
  return text.startsWith(name) && (text[name.length] === ':' || text[name.length] === ' ');
}
