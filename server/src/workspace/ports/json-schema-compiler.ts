import type { Result } from '../../base/result.ts';
import type { JsonSchemaCheck } from '../../schema/json-schema-issues.ts';

/** Makes a check of a JSON Schema that a user wrote; a schema that cannot be used is a problem that says why. */
export type JsonSchemaCompiler = (schema: unknown) => Result<JsonSchemaCheck>;
