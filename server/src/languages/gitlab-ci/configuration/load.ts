import { isRecord, ownText, ownValue, withoutKey, type DataRecord } from '../../../base/record.ts';
import { isIncludePath } from '../../../workspace/include-address.ts';
import { parseYamlFile, type YamlFile } from '../../../yaml/file.ts';
import { globPattern, hasVariables, isGlob } from '../model/include-items.ts';
import { mergeOnce, NOTHING } from './deep-merge.ts';
import {
  includeElsewhere,
  localElsewhere,
  withHomeVariables,
  type Elsewhere,
  type ElsewhereFile,
  type ElsewhereQuestion,
} from './elsewhere.ts';
import { flatTexts } from './flatten.ts';
import type { Origins } from './configuration-value.ts';
import { INCLUDE_KINDS, includeError, includeKind, formError, isOfNoFile } from './include-errors.ts';
import type { IncludeDecision, Layers, Loaded, LoadOptions, Repository } from './loaded.ts';
import { contentOrigins, readContent } from './read-content.ts';
import { nameOfItem, sharedInputs, type SharedFile } from './shared-inputs.ts';

export type { Layers, Loaded, LoadOptions, RemoteAnswer, Repository } from './loaded.ts';

interface FileRequest {
  readonly isEntry: boolean;
  /** The inputs that the include gives. */
  readonly given?: unknown;
  /** What GitLab calls the file, where that is not its path. */
  readonly location?: string;
}

const MAX_INCLUDES = 150;

/** Reads a pipeline's entry file and all local files that it includes, and merges them as GitLab does. */
export function loadConfiguration(entry: string, options: LoadOptions): Loaded {
  const loader = new Loader(options);
  const value = loader.file(entry, { isEntry: true, given: options.inputs });
  const { error, unknown, files, origins, layers } = loader;
  return { value: error === undefined ? value : undefined, origins, layers, error, unknown, files };
}

class Loader {
  error: string | undefined;
  readonly origins: Origins = contentOrigins;
  readonly layers = new WeakMap<object, Layers>();
  readonly unknown: { name: string; because: string }[] = [];
  readonly files: string[] = [];
  readonly #options: LoadOptions;
  /** The file whose includes are being read. */
  #from: string | undefined;

  constructor(options: LoadOptions) {
    this.#options = options;
  }

  file(path: string, request: FileRequest): DataRecord | undefined {
    const { isEntry } = request;
    const found = this.#options.repository.read(path);
    if (found === undefined) {
      return this.#fail(
        isEntry ? 'Please provide content of .gitlab-ci.yml' : `Local file \`${path}\` does not exist!`,
      );
    }
    return this.#parsed(path, found, request);
  }

  #parsed(path: string, found: string | YamlFile, request: FileRequest): DataRecord | undefined {
    const { isEntry } = request;
    const file = typeof found === 'string' ? parseYamlFile(path, found) : found;
    if (file.text.trim() === '') {
      return this.#fail(isEntry ? 'Please provide content of .gitlab-ci.yml' : `Local file \`${path}\` is empty!`);
    }
    this.files.push(path);
    const { location = path, given } = request;
    const content = readContent(file, {
      prefix: isEntry ? '' : `\`${location}\`: `,
      location,
      isEntry,
      given,
      shared: (include, inputs) => sharedInputs(include, inputs, (item) => this.#sharedFiles(item, path)),
    });
    if (content.unknown !== undefined) this.unknown.push(content.unknown);
    const own = content.error === undefined ? content.value : this.#fail(content.error);
    const before = this.#from;
    this.#from = path;
    const value = own && this.#withIncludes(own, isEntry);
    this.#from = before;
    return value;
  }

  #withIncludes(own: DataRecord, isEntry: boolean): DataRecord | undefined {
    if (!Object.hasOwn(own, 'include')) return own;
    const { include } = own;
    const items = Array.isArray(include) ? (include as unknown[]) : [include];
    // GitLab looks at the form and the rules of all items before it reads the first file (external/mapper.rb).
    const error = formError(items);
    if (error !== undefined) return this.#fail(error);
    let merged: DataRecord = NOTHING;
    const parts: Layers['parts'][number][] = [];
    const unknownBefore = this.unknown.length;
    for (const item of items) {
      for (const part of this.#include(item)) {
        merged = mergedRecord(merged, part, this.origins);
        parts.push({ value: part, item });
      }
      if (this.error !== undefined) return undefined;
    }
    // Where nothing is included, GitLab leaves `include` where it is and judges it as any other keyword.
    if (isEntry && parts.length === 0 && this.unknown.length === unknownBefore) return own;
    const rest = withoutInclude(own, this.origins);
    const value = mergedRecord(merged, rest, this.origins);
    this.layers.set(value, { own: rest, parts });
    return value;
  }

  #include(item: unknown): DataRecord[] {
    if (item === null || item === undefined) return [];
    const located = typeof item === 'string' ? locate(item) : item;
    if (!isRecord(located)) return [];
    const isIn = this.#isIn(ownValue(located, 'rules'));
    if (typeof isIn === 'object') this.#fail(isIn.error);
    if (isIn === false || typeof isIn === 'object' || isOfNoFile(located)) return [];
    const name = flatTexts(
      INCLUDE_KINDS.map((kind) => ownValue(located, kind)).find((value) => value !== undefined),
    ).join(', ');
    if (isIn === undefined) {
      this.unknown.push({ name, because: 'its rules depend on something unknown' });
      return [];
    }
    return this.#included(located, name);
  }

  /** What the rules of an include come to; it may be written that there are none. */
  #isIn(rules: unknown): IncludeDecision {
    const areThere = rules !== undefined && rules !== null && rules !== false;
    return !areThere || this.#options.includes(rules, this.#from);
  }

  #included(item: DataRecord, name: string): DataRecord[] {
    const error = includeError(item);
    const kind = includeKind(item);
    if (error !== undefined) {
      this.#fail(error);
    } else if (kind === 'local') {
      return this.#local(ownValue(item, 'local'), ownValue(item, 'inputs'));
    } else if (kind === 'remote' && this.#options.remote !== undefined) {
      return this.#remote(ownValue(item, 'remote'), ownValue(item, 'inputs'));
    } else if (kind !== undefined && this.#options.elsewhere !== undefined) {
      const found = includeElsewhere(kind, item, this.#question(this.#options.elsewhere));
      return this.#found(found, ownValue(item, 'inputs'));
    } else {
      this.unknown.push({ name: `include:${kind ?? ''} '${name}'`, because: 'it lies outside this repository' });
    }
    return [];
  }

  /** A path with its variables, of which where the repository is hosted says some. */
  #filled(written: string): string | undefined {
    const { expand, elsewhere } = this.#options;
    return expand(elsewhere === undefined ? written : withHomeVariables(written, elsewhere));
  }

  #question(elsewhere: Elsewhere, from = this.#from): ElsewhereQuestion {
    const { expand, repository } = this.#options;
    return { elsewhere, expand, from, exists: (path) => repository.read(path) !== undefined };
  }

  #found(files: readonly ElsewhereFile[], given: unknown): DataRecord[] {
    return files.flatMap((each): DataRecord[] => {
      if (each.state === 'unknown') this.unknown.push(each);
      if (each.state === 'error') this.#fail(each.error);
      if (each.state === 'unknown' || each.state === 'error') return [];
      const value = this.#counted(each.path, given, each.state === 'file' ? each : undefined);
      return value === undefined ? [] : [value];
    });
  }

  /** Where an item of `spec:include` in a file leads. */
  #sharedFiles(item: DataRecord, from: string): readonly SharedFile[] {
    const { elsewhere, repository, expand } = this.#options;
    const unknown = { state: 'unknown', name: nameOfItem(item), because: 'it lies outside this repository' } as const;
    const local = ownText(item, 'local');
    if (local !== undefined && !isIncludePath(from)) {
      const expanded = expand(local);
      if (expanded === undefined) return [{ ...unknown, because: 'its path depends on something unknown' }];
      return [this.#sharedFile(expanded.replace(/^\/+/, ''), repository.read)];
    }
    const kind = (['project', 'remote'] as const).find((each) => Object.hasOwn(item, each));
    // What `local` in another project's file means is not documented, and GitLab's own issue 590532 calls it unexpected.
    if (kind === undefined || elsewhere === undefined) return [unknown];
    return includeElsewhere(kind, item, this.#question(elsewhere, from)).map((each): SharedFile => {
      return each.state === 'own' ? this.#sharedFile(each.path, repository.read) : each;
    });
  }

  #sharedFile(path: string, read: Repository['read']): SharedFile {
    if (!/[^/]\.ya?ml$/i.test(path)) {
      return { state: 'error', error: `Included file \`${path}\` does not have YAML extension!` };
    }
    const found = read(path);
    if (found === undefined) return { state: 'error', error: `Local file \`${path}\` does not exist!` };
    const file = typeof found === 'string' ? parseYamlFile(path, found) : found;
    if (file.text.trim() === '') return { state: 'error', error: `Local file \`${path}\` is empty!` };
    return { state: 'file', file, location: path };
  }

  #remote(written: unknown, given: unknown): DataRecord[] {
    const address = typeof written === 'string' ? written : String(written);
    const answer = this.#options.remote?.(address);
    if (answer === undefined) {
      this.unknown.push({ name: `include:remote '${address}'`, because: 'it lies outside this repository' });
    } else if ('status' in answer) {
      const reason = `HTTP code \`${answer.status}\` error!`;
      this.#fail(`Remote file \`${address}\` could not be fetched because of ${reason}`);
    } else {
      const own = this.#parsed(address, answer.text, { isEntry: false, given });
      return own === undefined ? [] : [own];
    }
    return [];
  }

  #local(written: unknown, given: unknown): DataRecord[] {
    if (typeof written !== 'string') return [];
    const expanded = hasVariables(written) ? this.#filled(written) : written;
    if (expanded === undefined || expanded.includes('$[[')) {
      this.unknown.push({ name: `include:local '${written}'`, because: 'its path depends on something unknown' });
      return [];
    }
    const path = expanded.replace(/^\/+/, '');
    if (!/[^/]\.ya?ml$/i.test(path)) {
      this.#fail(`Included file \`${path}\` does not have YAML extension!`);
      return [];
    }
    if (this.#options.repository.isAbsent === true) {
      this.#fail(`Local file \`${path}\` does not have project!`);
      return [];
    }
    const { elsewhere } = this.#options;
    const other = elsewhere && localElsewhere(path, this.#question(elsewhere));
    if (other !== undefined) return this.#found(other, given);
    return this.#paths(path)
      .map((each) => this.#counted(each, given))
      .filter((each) => each !== undefined);
  }

  #paths(path: string): readonly string[] {
    if (!isGlob(path)) return [path];
    const { paths } = this.#options.repository;
    if (paths === undefined) {
      this.unknown.push({ name: `include:local '${path}'`, because: 'the files of the repository are not known' });
      return [];
    }
    const expression = globPattern(path);
    const found = paths.filter((each) => expression.test(each)).toSorted();
    // That nothing fits a wildcard is no error (lib/gitlab/ci/config/external/mapper/location_expander.rb).
    return found;
  }

  #counted(
    path: string,
    given: unknown,
    found?: { readonly file: YamlFile; readonly location: string },
  ): DataRecord | undefined {
    if (this.error !== undefined) return undefined;
    if (this.files.length > MAX_INCLUDES) return this.#fail(`Maximum of ${MAX_INCLUDES} nested includes are allowed!`);
    if (found === undefined) return this.file(path, { isEntry: false, given });
    return this.#parsed(path, found.file, { isEntry: false, given, location: found.location });
  }

  #fail(error: string): DataRecord | undefined {
    this.error ??= error;
    return undefined;
  }
}

function mergedRecord(base: DataRecord, over: DataRecord, origins: Origins): DataRecord {
  const merged = mergeOnce(base, over, origins);
  return isRecord(merged) ? merged : over;
}

const withoutIncludes = new WeakMap<DataRecord, DataRecord>();

function withoutInclude(own: DataRecord, origins: Origins): DataRecord {
  const before = withoutIncludes.get(own);
  if (before !== undefined) return before;
  const rest = withoutKey(own, 'include');
  const origin = origins.get(own);
  if (origin !== undefined) origins.set(rest, origin);
  withoutIncludes.set(own, rest);
  return rest;
}

function locate(text: string): DataRecord {
  return /^https?:\/\//i.test(text) ? { remote: text } : { local: text };
}
