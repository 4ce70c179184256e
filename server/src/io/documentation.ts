import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDocumentation, type Documentation, type DocumentationTable } from '../schema/documentation.ts';

/** The bundle's folder; absent when run from source, where there is nothing built to read. */
declare const __dirname: string | undefined;

/** The texts that explain Kubernetes' fields, which the build puts beside the bundle. They are read at the first question. */
export function builtDocumentation(): Documentation {
  return createDocumentation(() =>
    typeof __dirname === 'string' ? readTable(join(__dirname, 'schemas/kubernetes-documentation.json')) : {},
  );
}

/** Reads a table as the build wrote it; without the file there is nothing to tell. */
export function readTable(path: string): DocumentationTable {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as DocumentationTable;
  } catch {
    return {};
  }
}
