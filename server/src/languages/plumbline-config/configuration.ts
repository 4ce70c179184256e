import { validate } from '../../../../schemas/plumbline/validate.mjs';
import schema from '../../../../schemas/plumbline/plumbline.schema.json' with { type: 'json' };
import type { Issue } from '../../schema/issue.ts';
import { jsonSchemaIssues, type JsonSchemaSource } from '../../schema/json-schema-issues.ts';
import { shapeOfJsonSchema } from '../../schema/json-shape.ts';
import type { Shape } from '../../schema/shape.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { plumblineFileNames } from '../../workspace/plumbline-file.ts';
import { coreDialect } from '../../yaml/dialect.ts';
import type { YamlDocument, YamlFile } from '../../yaml/file.ts';
import { entriesOf, type YamlEntry } from '../../yaml/node.ts';

export interface ConfigurationFile {
  readonly file: YamlFile;
  readonly entries: readonly YamlEntry[];
  readonly issues: readonly Issue[];
}

/** By its name and place: in a folder of the workspace. */
export function isConfigurationFile({ path }: YamlFile, { roots }: Snapshot): boolean {
  return roots.some((root) => plumblineFileNames.some((name) => path === `${root}/${name}`));
}

let shape: Shape | undefined;

/** The schema of the configuration, read when it is first asked for. */
export function configurationShape(): Shape {
  return (shape ??= shapeOfJsonSchema(schema));
}

/** Reads and judges the first document; further ones are not read. */
export function readConfiguration(file: YamlFile): ConfigurationFile {
  const document = file.documents[0]?.document;
  return {
    file,
    entries: entriesOf(document?.root),
    issues: document === undefined ? [] : issuesOf(document),
  };
}

const known = new WeakMap<YamlDocument, readonly Issue[]>();

/** All issues of a document, in ajv's judgement. */
function issuesOf(document: YamlDocument): readonly Issue[] {
  const before = known.get(document);
  if (before !== undefined) return before;
  const { root, anchors } = document;
  const issues = root === undefined ? [] : jsonSchemaIssues(root, anchors, source());
  known.set(document, issues);
  return issues;
}

function source(): JsonSchemaSource {
  const check: JsonSchemaSource['check'] = (value) => (validate(value) ? [] : (validate.errors ?? []));
  return { check, shape: configurationShape(), dialect: coreDialect, title: '.plumbline.yml' };
}
