import { Ajv, type ErrorObject } from 'ajv';
import { failure, success, type Result } from '../base/result.ts';
import type { JsonSchemaCheck } from '../schema/json-schema-issues.ts';

/**
 * Compiles a JSON Schema that a user wrote (draft 7). A schema that is none, or that refers to something that is not in it, is a
 * problem in ajv's words.
 */
export function compileJsonSchema(schema: unknown): Result<JsonSchemaCheck> {
  const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false, logger: false });
  if (typeof schema !== 'object' || schema === null) {
    return failure({ code: 'invalid', message: 'A JSON Schema is an object', action: 'Correct the schema file' });
  }
  try {
    const validate = ajv.compile(schema);
    return success((value) => (validate(value) ? [] : (validate.errors ?? []).map(errorOf)));
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return failure({
      code: 'invalid',
      message: 'The JSON Schema cannot be used',
      action: 'Correct the schema file',
      detail,
    });
  }
}

function errorOf({ keyword, instancePath, params, message }: ErrorObject): ReturnType<JsonSchemaCheck>[number] {
  return { keyword, instancePath, params: { ...params }, ...(message !== undefined && { message }) };
}
