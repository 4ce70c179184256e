import type { Issue } from '../../schema/issue.ts';
import { jsonSchemaIssues } from '../../schema/json-schema-issues.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { userSchemaFor, type UserSchema } from '../../workspace/user-schemas.ts';
import { coreDialect } from '../../yaml/dialect.ts';
import { isBroken, type YamlDocument, type YamlFile } from '../../yaml/file.ts';

/** A file with what its schema says against it. */
export interface JudgedFile {
  readonly file: YamlFile;
  readonly issues: readonly Issue[];
}

const known = new WeakMap<YamlDocument, { readonly schema: UserSchema; readonly issues: readonly Issue[] }>();

/** Judges each document alone; one that did not change is not judged again. */
export function judgeFile(file: YamlFile, snapshot: Snapshot): JudgedFile {
  const schema = userSchemaFor(snapshot, file.path);
  if (schema === undefined) return { file, issues: [] };
  return { file, issues: file.documents.flatMap(({ document }) => issuesOf(document, schema)) };
}

function issuesOf(document: YamlDocument, schema: UserSchema): readonly Issue[] {
  const before = known.get(document);
  if (before?.schema === schema) return before.issues;
  const { root, anchors } = document;
  const source = { ...schema, dialect: coreDialect, title: 'the document' };
  const all = root === undefined ? [] : jsonSchemaIssues(root, anchors, source);
  const issues = isBroken(document) ? all.filter(({ kind }) => kind !== 'missing-field') : all;
  known.set(document, { schema, issues });
  return issues;
}
