import { nearestName } from '../base/nearest-name.ts';
import type { Dialect } from '../yaml/dialect.ts';
import { nodeAtPath } from '../yaml/find.ts';
import { entriesOf, entryOf, scalarText, type Span, type YamlNode } from '../yaml/node.ts';
import { isMergeKey, toValue } from '../yaml/value.ts';
import { checkNode } from './check.ts';
import type { Issue } from './issue.ts';
import { anyShape, shapeAt, shapeText, type Shape } from './shape.ts';
import { fieldNames, missingText, unknownFieldText } from './wording.ts';

/** What a JSON Schema validator says of one place; ajv's form. */
interface JsonSchemaError {
  readonly keyword: string;
  /** A JSON pointer. */
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

/** A compiled JSON Schema: everything that is wrong with a value. */
export type JsonSchemaCheck = (value: unknown) => readonly JsonSchemaError[];

export interface JsonSchemaSource {
  readonly check: JsonSchemaCheck;
  /** The same schema for the words of the messages. */
  readonly shape: Shape;
  readonly dialect: Dialect;
  /** What messages call the file as a whole. */
  readonly title: string;
}

type Path = readonly (string | number)[];

/**
 * Judges a document by a JSON Schema, with the exact place of each issue: an unknown key, a wrong value, or the key whose
 * value lacks a field. A key without a value counts as absent, as while typing.
 */
export function jsonSchemaIssues(
  root: YamlNode,
  anchors: ReadonlyMap<string, YamlNode>,
  { check, shape, dialect, title }: JsonSchemaSource,
): Issue[] {
  const { value } = toValue(root, { dialect, anchors });
  const keys = checkNode({ node: root, shape: anyShape, path: [], title, owner: root }, { dialect, anchors });
  const errors = withoutSummaries(check(withoutNulls(value))).slice(0, MOST_ERRORS);
  const context = { root, shape, title, missing: missingByPlace(errors) };
  const issues = errors.flatMap((error) => issueOf(error, context));
  return [...keys, ...issues].filter(({ at }) => at.block.problems.length === 0);
}

/** No more are told of a kind, and a validator goes on through files of any length. */
const MOST_ERRORS = 2000;

interface Context {
  /** What says that a field is missing, by its place. */
  readonly missing: ReadonlyMap<string, readonly JsonSchemaError[]>;
  readonly root: YamlNode;
  readonly shape: Shape;
  readonly title: string;
}

/** `anyOf` and `oneOf` only say that no alternative fits; why is said beside it. */
function withoutSummaries(errors: readonly JsonSchemaError[]): readonly JsonSchemaError[] {
  const detailed = errors.filter(({ keyword }) => !['anyOf', 'oneOf', 'if', 'allOf'].includes(keyword));
  return detailed.length > 0 ? detailed : errors;
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutNulls(inner)]));
}

function missingByPlace(errors: readonly JsonSchemaError[]): Map<string, JsonSchemaError[]> {
  const missing = new Map<string, JsonSchemaError[]>();
  for (const error of errors) {
    if (error.keyword !== 'required') continue;
    const same = missing.get(error.instancePath);
    if (same === undefined) missing.set(error.instancePath, [error]);
    else same.push(error);
  }
  return missing;
}

function issueOf(error: JsonSchemaError, context: Context): Issue[] {
  const path = pathOf(error.instancePath, context.root);
  const found = nodeAtPath(context.root, path);
  // An item without a value, as while typing, is no fault, as a key without one is none.
  if (found === undefined && typeof path.at(-1) === 'number') return [];
  const node = found ?? context.root;
  const name = fieldNames(path) ?? context.title;
  if (error.keyword === 'additionalProperties') return unknownField(error, path, context);
  if (error.keyword === 'required') return missingFields(error, { path, name, context });
  if (error.keyword === 'type') {
    const shape = shapeAt(context.shape, path);
    const wanted = shape === undefined || shape.kind === 'any' ? String(error.params['type']) : shapeText(shape);
    return [{ kind: 'wrong-type', at: placeOf(node), message: `${name} must be of the type ${wanted}` }];
  }
  return [invalidValue(error, node, name)];
}

function invalidValue({ keyword, params, message }: JsonSchemaError, node: YamlNode, name: string): Issue {
  const allowed = keyword === 'const' ? [params['allowedValue']] : params['allowedValues'];
  const at = placeOf(node);
  if (!Array.isArray(allowed)) {
    return { kind: 'invalid-value', at, message: `${name} ${message ?? `does not fit '${keyword}'`}` };
  }
  const values = allowed.map((value) => (typeof value === 'string' ? `'${value}'` : JSON.stringify(value))).join(', ');
  const written = scalarText(node);
  const texts = allowed.filter((value) => typeof value === 'string');
  const near = written === undefined ? undefined : nearestName(written, texts);
  const fault = `${name} ${written === undefined ? 'has another value' : `is '${written}'`}; allowed ${allowed.length === 1 ? 'is' : 'are'} ${values}`;
  if (near === undefined) return { kind: 'invalid-value', at, message: fault };
  return { kind: 'invalid-value', at, message: `${fault}; did you mean '${near}'?`, replacement: near };
}

function unknownField({ params }: JsonSchemaError, path: Path, { root, shape, title }: Context): Issue[] {
  const name = String(params['additionalProperty']);
  const node = nodeAtPath(root, path) ?? root;
  const at = entryOf(node, name)?.key ?? node;
  const owner = shapeAt(shape, path);
  const present = new Set(entriesOf(node).map(({ key }) => scalarText(key) ?? ''));
  const { text, suggestion } = owner?.kind === 'object' ? unknownFieldText(name, owner, present, []) : { text: '' };
  const message = `Unknown field '${name}' in ${fieldNames(path) ?? title}${text}`;
  return [{ kind: 'unknown-field', at, message, ...(suggestion !== undefined && { replacement: suggestion }) }];
}

/** One issue for all fields that one mapping lacks. */
function missingFields(
  error: JsonSchemaError,
  { path, name, context }: { path: Path; name: string; context: Context },
): Issue[] {
  const same = context.missing.get(error.instancePath) ?? [];
  if (same[0] !== error) return [];
  const names = same.map(({ params }) => String(params['missingProperty']));
  return [{ kind: 'missing-field', at: ownerOf(context.root, path), message: `${name} ${missingText(names)}` }];
}

/** The key whose value is at a path; for a list item its first key. */
function ownerOf(root: YamlNode, path: Path): Span {
  const last = path.at(-1);
  const node = nodeAtPath(root, path) ?? root;
  const first = entriesOf(node).find((entry) => !isMergeKey(entry))?.key;
  if (typeof last !== 'string') return first ?? node;
  return entryOf(nodeAtPath(root, path.slice(0, -1)), last)?.key ?? node;
}

/** A block mapping as a whole would mark half the file: its first key stands for it. */
function placeOf(node: YamlNode): Span {
  return node.kind === 'mapping' && !node.flow ? (node.entries[0]?.key ?? node) : node;
}

/** A pointer's segments; digits are an index where the text has a list. */
function pathOf(pointer: string, root: YamlNode): Path {
  const path: (string | number)[] = [];
  for (const raw of pointer.split('/').slice(1)) {
    const segment = raw.replaceAll('~1', '/').replaceAll('~0', '~');
    const isIndex = nodeAtPath(root, path)?.kind === 'sequence';
    path.push(isIndex ? Number(segment) : segment);
  }
  return path;
}
