import { ownValue, type DataRecord } from '../../../base/record.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import type { YamlNode } from '../../../yaml/node.ts';
import { isUnresolved, referenceData } from '../configuration/configuration-value.ts';
import { flatTexts } from '../configuration/flatten.ts';
import type { Loaded } from '../configuration/load.ts';
import { documentsOf } from '../model/file-summary.ts';
import { ENTRY_ELSEWHERE } from '../model/entry-text.ts';
import type { Anchors } from '../model/follow.ts';
import {
  createSourceReader,
  followAliases,
  layer,
  through,
  upper,
  type Place,
  type Source,
  type SourceReader,
  type Step,
} from './source.ts';

/** Where a value comes from. */
export interface Origin {
  /** Where it is written: its key, or the item itself. Undefined for what GitLab adds. */
  readonly place: Place | undefined;
  /** The value as it is written, aliases followed; it may hold inputs. */
  readonly written: YamlNode | undefined;
  readonly steps: readonly Step[];
}

/** Leads the entries of a merged configuration back to the texts that they come from. */
export interface Trace {
  /** The source of a top-level entry after `extends`; references in it are followed by `child`. */
  readonly entry: (name: string) => Source | undefined;
  readonly child: (source: Source, key: string | number) => Source | undefined;
  readonly originOf: (source: Source) => Origin;
  /** What included a file: the including file, and its include as it was read; undefined for the entry file. */
  readonly includerOf: (file: YamlFile) => Includer | undefined;
}

export interface Includer {
  readonly file: YamlFile;
  readonly item: unknown;
}

/** References may chain, and GitLab refuses those that lead back; nobody chains more. */
const MAX_REFERENCES = 100;

/** Prepares the way back for a configuration that went through all steps. Nothing is traced before it is asked for. */
export function createTrace(loaded: Loaded, configuration: DataRecord): Trace {
  const includers = new Map<YamlFile, Includer>();
  const reader = createSourceReader(anchorsOf);
  const root = sourceOf(loaded, configuration, includers);
  const tracing: Tracing = { configuration, root, reader, entries: new Map(), depth: 0 };
  return {
    entry: (name) => entrySource(tracing, name),
    child: (source, key) => childSource(tracing, source, key),
    originOf,
    includerOf: (file) => includers.get(file),
  };
}

interface Tracing {
  readonly configuration: DataRecord;
  readonly root: Source;
  readonly reader: SourceReader;
  readonly entries: Map<string, Source | undefined>;
  depth: number;
}

function anchorsOf(file: YamlFile): Anchors {
  return documentsOf(file).content?.anchors ?? new Map<string, YamlNode>();
}

/** The layers of a configuration: its own text over its includes, the last of which is the uppermost. */
function sourceOf(loaded: Loaded, configuration: DataRecord, includers: Map<YamlFile, Includer>): Source {
  const layers = loaded.layers.get(configuration);
  const own = layers?.own ?? configuration;
  const origin = loaded.origins.get(own);
  const source: Source = { kind: 'written', value: own, key: undefined, node: origin, steps: [] };
  let base: Source | undefined;
  for (const { value, item } of layers?.parts ?? []) {
    const part = sourceOf(loaded, value, includers);
    const { node: place } = upper(part);
    const isIncluded = place !== undefined && origin !== undefined && origin.file.path !== ENTRY_ELSEWHERE;
    if (isIncluded && !includers.has(place.file)) {
      includers.set(place.file, { file: origin.file, item });
    }
    base = layer(part, base);
  }
  return layer(source, base);
}

/** A job's own text over what it extends, the last of which is the uppermost. */
function entrySource(tracing: Tracing, name: string): Source | undefined {
  const { entries, reader, root, configuration } = tracing;
  if (entries.has(name)) return entries.get(name);
  const own = reader.child(root, name);
  // An `extends` that leads back was refused before; this only keeps it from going on for ever.
  entries.set(name, own);
  let base: Source | undefined;
  for (const job of flatTexts(ownValue(ownValue(configuration, name), 'extends'))) {
    const extended = entrySource(tracing, job);
    if (extended !== undefined) base = layer(through(extended, [{ kind: 'extends', job }]), base);
  }
  const source = own && followReference(tracing, layer(own, base));
  entries.set(name, source);
  return source;
}

function childSource(tracing: Tracing, source: Source, key: string | number): Source | undefined {
  const child = tracing.reader.child(source, key);
  return child && followReference(tracing, child);
}

/** What a `!reference` stands for; any other source is itself. */
function followReference(tracing: Tracing, source: Source): Source {
  if (source.kind !== 'written' || !isUnresolved(source.value)) return source;
  const data = referenceData(source.value);
  const keys = Array.isArray(data) ? data.map(String) : [];
  const place = followAliases(source, anchorsOf);
  if (place.place === undefined || tracing.depth > MAX_REFERENCES) return source;
  tracing.depth++;
  const target = dig(tracing, keys);
  tracing.depth--;
  if (target === undefined) return source;
  const step: Step = { kind: 'reference', keys, at: place.place };
  const found = through(target, [...place.steps, step]);
  // A list or mapping goes by the key that it now stands under; a single value is where it is written.
  const isWhole = found.kind === 'written' && (typeof found.value !== 'object' || found.value === null);
  return isWhole ? found : withKey(found, source.key ?? source.node);
}

function withKey(source: Source, key: Place | undefined): Source {
  if (source.kind === 'written') return { ...source, key };
  return { ...source, over: withKey(source.over, key) };
}

function dig(tracing: Tracing, [name, ...rest]: readonly string[]): Source | undefined {
  let source = name === undefined ? undefined : entrySource(tracing, name);
  for (const key of rest) source = source && childSource(tracing, source, key);
  return source;
}

function originOf(source: Source): Origin {
  const text = upper(source);
  const { place, steps } = followAliases(text, anchorsOf);
  const isCollection = typeof text.value === 'object' && text.value !== null;
  const isElsewhere = text.node?.node.kind === 'alias' && !isCollection;
  const shown = isElsewhere ? (place ?? text.key) : (text.key ?? text.node);
  return { place: shown, written: place?.node, steps: isCollection ? text.steps : steps };
}
