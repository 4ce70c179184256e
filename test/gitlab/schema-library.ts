import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';

/**
 * GitLab's own schemas of its answers, when somebody has put them beside the project. They are old and closed in places, so
 * additional properties are allowed and misspelt types are mended as they are read.
 */
const folder = fileURLToPath(new URL('../../../shared/gitlab-api/schemas/', import.meta.url));
const entities = 'file:///spec/fixtures/api/schemas/public_api/v4/';

export const hasSchemas = existsSync(folder);

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

const misspelt: Readonly<Record<string, Json>> = {
  date: ['string', 'null'],
  uri: ['string', 'null'],
  'string ': 'string',
};

function mendedType(type: Json): Json {
  if (typeof type === 'string') return misspelt[type] ?? type;
  if (!Array.isArray(type)) return mended(type);
  return [...new Set(type.flatMap((one) => mendedType(one)))];
}

function mended(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(mended);
  if (typeof schema !== 'object' || schema === null) return schema;
  const result: { [key: string]: Json } = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'additionalProperties' && value === false) continue;
    result[key] = key === 'type' ? mendedType(value) : mended(value);
  }
  return result;
}

/** A check against the schema of an entity, such as `merge_request`; it gives what is wrong, or nothing. */
export function schemaChecks(): (entity: string, value: unknown) => readonly string[] {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.json')) continue;
    const schema = mended(JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Json);
    ajv.addSchema(schema as object, `file:///${name.split(path.sep).join('/')}`);
  }
  return (entity, value) => {
    const validate = ajv.getSchema(`${entities}${entity}.json`);
    if (validate === undefined) return [`there is no schema '${entity}'`];
    void validate(value);
    return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`);
  };
}
