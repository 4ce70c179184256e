import { matchesGlob } from '../base/glob.ts';
import { parseJson } from '../base/json.ts';
import { folderOf, resolvePath } from '../base/path.ts';
import { success, type Result } from '../base/result.ts';
import type { JsonSchemaCheck } from '../schema/json-schema-issues.ts';
import { shapeOfJsonSchema } from '../schema/json-shape.ts';
import type { Shape } from '../schema/shape.ts';
import { coreDialect } from '../yaml/dialect.ts';
import type { YamlFile } from '../yaml/file.ts';
import { itemsOf, scalarText, valueOf, type YamlNode, type YamlScalar } from '../yaml/node.ts';
import { toValue } from '../yaml/value.ts';
import { plumblineFileNames } from './plumbline-file.ts';
import { rootOf, type Snapshot } from './snapshot.ts';

/** An entry of `schemas` in `.plumbline.yml`: the files that it is for, and the file with the schema. */
interface SchemaEntry {
  /** Whether it is for a file; the path starts at the repository's root. */
  readonly matches: (path: string) => boolean;
  readonly schema: YamlScalar;
  /** Absolute. */
  readonly path: string;
}

/** A JSON Schema of the user's, ready to judge and to explain. */
export interface UserSchema {
  readonly check: JsonSchemaCheck;
  readonly shape: Shape;
}

/** 'unknown' while the file or the compiler is not loaded yet. A file that is not there is another rule's to tell. */
type UserSchemaState =
  | { readonly state: 'ready'; readonly schema: UserSchema }
  | { readonly state: 'invalid'; readonly why: string }
  | { readonly state: 'missing' | 'unknown' };

const entriesOfFile = new WeakMap<YamlFile, readonly SchemaEntry[]>();

/** The entries of a `.plumbline.yml` that name files of the workspace. A schema behind a URL is never loaded. */
export function schemaEntries(file: YamlFile): readonly SchemaEntry[] {
  const known = entriesOfFile.get(file);
  if (known !== undefined) return known;
  const items = itemsOf(valueOf(file.documents[0]?.document.root, 'schemas'));
  const entries = items.flatMap((item) => readEntry(file, item));
  entriesOfFile.set(file, entries);
  return entries;
}

function readEntry({ path }: YamlFile, item: YamlNode): SchemaEntry[] {
  const schema = valueOf(item, 'schema');
  const globs = itemsOf(valueOf(item, 'match')).flatMap((glob) => scalarText(glob) ?? []);
  if (schema?.kind !== 'scalar' || schema.text === '' || schema.text.includes('://')) return [];
  const tests = globs.map((glob) => matchesGlob(glob.replace(/^(?:\.?\/)+/, '')));
  const matches = (own: string): boolean => tests.some((test) => test(own));
  return [{ matches, schema, path: resolvePath(folderOf(path), schema.text) }];
}

/** The schema that the user gave a file; undefined when there is none, and while that is not known. */
export function userSchemaFor(snapshot: Snapshot, path: string): UserSchema | undefined {
  const root = rootOf(snapshot, path);
  const own = path.slice(root.length + 1);
  for (const name of plumblineFileNames) {
    const configuration = `${root}/${name}`;
    if (snapshot.exists(configuration) === false) continue;
    const state = snapshot.file(configuration);
    const entry = state.state === 'loaded' ? schemaEntries(state.file).find(({ matches }) => matches(own)) : undefined;
    const schema = entry && userSchemaState(snapshot, entry.path);
    if (schema?.state === 'ready') return schema.schema;
  }
  return undefined;
}

const compiled = new WeakMap<YamlFile, Result<UserSchema>>();

/** The schema in a file, in JSON or YAML. */
export function userSchemaState(snapshot: Snapshot, path: string): UserSchemaState {
  const state = snapshot.file(path);
  if (state.state === 'pending') return { state: 'unknown' };
  if (state.state === 'missing') return { state: 'missing' };
  if (state.state === 'unreadable') return { state: 'invalid', why: state.why };
  const compile = compiled.has(state.file) ? undefined : snapshot.schemaCompiler();
  if (compile !== undefined) {
    const value = readSchema(state.file);
    const check = value.ok ? compile(value.value) : value;
    compiled.set(
      state.file,
      check.ok ? success({ check: check.value, shape: shapeOfJsonSchema(valueOr(value)) }) : check,
    );
  }
  const schema = compiled.get(state.file);
  if (schema === undefined) return { state: 'unknown' };
  if (schema.ok) return { state: 'ready', schema: schema.value };
  const { message, detail } = schema.problem;
  return { state: 'invalid', why: detail ?? message };
}

function valueOr(value: Result<unknown>): unknown {
  return value.ok ? value.value : undefined;
}

function readSchema(file: YamlFile): Result<unknown> {
  const json = parseJson(file.text);
  if (json.ok) return success(json.value);
  const [problem] = file.problems();
  if (problem !== undefined) {
    const { line } = file.lines.positionAt(problem.start);
    const message = `it is neither JSON nor YAML: line ${line + 1}: ${problem.message}`;
    return { ok: false, problem: { code: 'invalid', message } };
  }
  const document = file.documents[0]?.document;
  const anchors = document?.anchors ?? new Map<string, YamlNode>();
  return success(toValue(document?.root, { dialect: coreDialect, anchors }).value);
}
