import { jsonText } from '../../../base/json.ts';
import { isRecord, ownValue, type DataRecord } from '../../../base/record.ts';
import type { YamlDocument, YamlFile } from '../../../yaml/file.ts';
import type { YamlNode } from '../../../yaml/node.ts';
import type { ReadValue } from '../../../yaml/value.ts';
import { applyInputs, headerError, type AppliedInputs } from '../inputs/apply.ts';
import { documentsOf } from '../model/file-summary.ts';
import { readConfigurationValue, type Origins } from './configuration-value.ts';
import { excessOf } from './parsed-size.ts';
import { refusedClass } from './refused-scalars.ts';
import type { SharedInputs } from './shared-inputs.ts';

/** How a file is read. `given` are the inputs that its include gives. */
interface ContentRequest {
  readonly isEntry: boolean;
  readonly given: unknown;
  /** What GitLab calls the file. */
  readonly location: string;
  /** What stands before an error in it. */
  readonly prefix: string;
  /** Reads what `spec:include` in its header says. */
  readonly shared: (include: unknown, own: DataRecord) => SharedInputs;
}

/** A file's own configuration, or the error in GitLab's words. Whoever merges it makes new objects and never changes it. */
type Content =
  | { readonly value: DataRecord; readonly error?: undefined; readonly unknown?: Unknown }
  | { readonly value?: undefined; readonly error: string; readonly unknown?: undefined };

/** What could not be read of the inputs' definitions: nothing is filled in then. */
type Unknown = Extract<SharedInputs, { state: 'unknown' }>;

/** Where each mapping and list was written, for all configurations: a value that is kept is the same in each of them. */
export const contentOrigins: Origins = new WeakMap();

const known = new WeakMap<YamlFile, Map<string, Content>>();

/**
 * Reads a file with its inputs filled in. Of many included files one changes with a key, so the same version of a file
 * with the same inputs is read once.
 */
export function readContent(file: YamlFile, request: ContentRequest): Content {
  const ofFile = known.get(file) ?? new Map<string, Content>();
  known.set(file, ofFile);
  const spec = ownValue(headerOf(file), 'spec');
  const include = ownValue(spec, 'include');
  const own = ownValue(spec, 'inputs');
  const shared = isNothing(include) ? NONE : request.shared(include, isRecord(own) ? own : {});
  const key = jsonText([request.location, request.isEntry, request.given, shared]);
  const content = ofFile.get(key) ?? read(file, request, shared);
  ofFile.set(key, content);
  return content;
}

/** A document with `spec` is a header only when another follows it. */
function loadedDocuments(file: YamlFile): ReturnType<typeof documentsOf> {
  const { header, content } = documentsOf(file);
  return content === undefined ? { header: undefined, content: header } : { header, content };
}

function isNothing(include: unknown): boolean {
  return include === undefined || include === null || (Array.isArray(include) && include.length === 0);
}

const NONE: SharedInputs = { state: 'known', inputs: {} };
const headers = new WeakMap<YamlFile, { readonly value: unknown }>();

function headerOf(file: YamlFile): unknown {
  const before = headers.get(file);
  if (before !== undefined) return before.value;
  const { header } = loadedDocuments(file);
  const value = header === undefined || isTooBig(header) ? undefined : valueOf(file, header).value;
  headers.set(file, { value });
  return value;
}

function read(file: YamlFile, { prefix, isEntry, given, location }: ContentRequest, shared: SharedInputs): Content {
  const unreadable = loadError(file);
  if (unreadable !== undefined) return { error: `${prefix}${unreadable}` };
  const fault = headerError(headerOf(file));
  if (fault !== undefined) return { error: `${prefix}${fault}` };
  if (shared.state === 'error') return { error: `${prefix}${shared.error}` };
  const inputs =
    shared.state === 'unknown' ? NOT_FILLED : applyInputs({ header: headerOf(file), given, shared: shared.inputs });
  const { value, problems } = valueOf(file, loadedDocuments(file).content, inputs.fill);
  if (problems.some(({ code }) => code !== 'merge-of-no-mapping'))
    return { error: `${prefix}The parsed YAML is too big` };
  const error = inputs.error();
  if (error !== undefined) return { error: `${prefix}${error}` };
  if (isRecord(value)) return { value, ...(shared.state === 'unknown' && { unknown: shared }) };
  return {
    error: isEntry ? 'Invalid configuration format' : `Included file \`${location}\` does not have valid YAML syntax!`,
  };
}

/** Why Psych cannot load a file, in GitLab's words. */
function loadError(file: YamlFile): string | undefined {
  const [problem] = file.problems();
  if (problem !== undefined) {
    const { line, character } = file.lines.positionAt(problem.start);
    return `(<unknown>): ${gitlabWords(problem.message)} at line ${line + 1} column ${character + 1}`;
  }
  const refused = refusedClass(file);
  if (refused !== undefined) return `Tried to load unspecified class: ${refused}`;
  const { header, content } = loadedDocuments(file);
  const unknown = [header, content].map((document) => document && unknownAlias(document)).find((name) => name);
  if (unknown !== undefined) return `Unknown alias: ${unknown}`;
  return isTooBig(header) || isTooBig(content) ? 'The parsed YAML is too big' : undefined;
}

const NOT_FILLED: AppliedInputs = { fill: undefined, error: () => undefined };

function valueOf(
  file: YamlFile,
  document: YamlDocument | undefined,
  interpolate?: (text: string) => unknown,
): ReadValue {
  const anchors = document?.anchors ?? new Map<string, YamlNode>();
  const options = { file, anchors, origins: contentOrigins, ...(interpolate && { interpolate }) };
  return readConfigurationValue(document?.root, options);
}

function unknownAlias({ blocks, anchors }: YamlDocument): string | undefined {
  return blocks.flatMap(({ aliases }) => aliases).find(({ name }) => !anchors.has(name))?.name;
}

function isTooBig(document: YamlDocument | undefined): boolean {
  return document !== undefined && excessOf(document) !== undefined;
}

/** Psych's words for the commonest mistake, which users look for. */
function gitlabWords(message: string): string {
  return /nested mappings? (?:is|are) not allowed/i.test(message) ||
    /mapping values? (?:is|are) not allowed/i.test(message) ||
    /Nested mappings are not allowed in compact mappings/i.test(message)
    ? 'mapping values are not allowed in this context'
    : message;
}
