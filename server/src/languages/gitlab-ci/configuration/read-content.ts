import { isRecord, type DataRecord } from '../../../base/record.ts';
import type { YamlDocument, YamlFile } from '../../../yaml/file.ts';
import type { YamlNode } from '../../../yaml/node.ts';
import type { ReadValue } from '../../../yaml/value.ts';
import { applyInputs } from '../inputs/apply.ts';
import { documentsOf } from '../model/file-summary.ts';
import { readConfigurationValue, type Origins } from './configuration-value.ts';
import { excessOf } from './parsed-size.ts';
import { refusedClass } from './refused-scalars.ts';

/** How a file is read. `given` are the inputs that its include gives. */
export interface ContentRequest {
  readonly isEntry: boolean;
  readonly given: unknown;
  /** What GitLab calls the file. */
  readonly location: string;
  /** What stands before an error in it. */
  readonly prefix: string;
}

/** A file's own configuration, or the error in GitLab's words. Whoever merges it makes new objects and never changes it. */
export type Content =
  { readonly value: DataRecord; readonly error?: undefined } | { readonly value?: undefined; readonly error: string };

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
  const key = JSON.stringify([request.location, request.isEntry, request.given]);
  const content = ofFile.get(key) ?? read(file, request);
  ofFile.set(key, content);
  return content;
}

function read(file: YamlFile, { prefix, isEntry, given, location }: ContentRequest): Content {
  const [problem] = file.problems();
  if (problem !== undefined) {
    const { line, character } = file.lines.positionAt(problem.start);
    const words = gitlabWords(problem.message);
    return { error: `${prefix}(<unknown>): ${words} at line ${line + 1} column ${character + 1}` };
  }
  const refused = refusedClass(file);
  if (refused !== undefined) return { error: `${prefix}Tried to load unspecified class: ${refused}` };
  const { header, content } = documentsOf(file);
  const unknown = [header, content].map((document) => document && unknownAlias(document)).find((name) => name);
  if (unknown !== undefined) return { error: `${prefix}Unknown alias: ${unknown}` };
  if (isTooBig(header) || isTooBig(content)) return { error: `${prefix}The parsed YAML is too big` };
  const inputs = applyInputs({ header: header && valueOf(file, header).value, given });
  const { value, problems } = valueOf(file, content, inputs.fill);
  if (problems.some(({ code }) => code !== 'merge-of-no-mapping'))
    return { error: `${prefix}The parsed YAML is too big` };
  const error = inputs.error();
  if (error !== undefined) return { error: `${prefix}${error}` };
  if (isRecord(value)) return { value };
  return {
    error: isEntry ? 'Invalid configuration format' : `Included file \`${location}\` does not have valid YAML syntax!`,
  };
}

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
