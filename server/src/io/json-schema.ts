import { Ajv, type ErrorObject } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { isRecord } from '../base/record.ts';
import { compileExpression } from '../base/regular-expression.ts';
import { failure, success } from '../base/result.ts';
import type { JsonSchemaCompiler } from '../workspace/ports/json-schema-compiler.ts';
import type { JsonSchemaCheck } from '../schema/json-schema-issues.ts';

/**
 * A pattern as ajv uses it, in RE2: JavaScript's own take time that doubles with each letter for some patterns, and schemas
 * come with the repository. What RE2 does not have (a look ahead or behind, a reference back) is not judged.
 * Throws, as ajv expects it, for what is no regular expression of JavaScript.
 */
const linearExpression = Object.assign(
  (source: string, flags: string): { readonly test: (text: string) => boolean } => {
    const written = new RegExp(source, flags);
    // https://github.com/google/re2/wiki/Syntax writes characters by their number in another way.
    const compiled = compileExpression(source.replace(/\\u(?:\{([\da-f]+)\}|([\da-f]{4}))/gi, '\\x{$1$2}'));
    return {
      test: (text) => !compiled.ok || compiled.isFoundIn(text),
      // By its text ajv tells patterns apart.
      toString: () => written.toString(),
    } as { readonly test: (text: string) => boolean };
  },
  { code: 'linearExpression' },
);

/**
 * Compiles a JSON Schema that a user wrote. A schema that is none, or that refers to something that is not in it, is a
 * problem in ajv's words.
 */
export const compileJsonSchema: JsonSchemaCompiler = (schema) => {
  if (!isRecord(schema)) {
    return failure({ code: 'invalid', message: 'A JSON Schema is an object', action: 'Correct the schema file' });
  }
  const { $schema: dialect, ...own } = schema;
  const options = {
    allErrors: true,
    strict: false,
    validateFormats: false,
    logger: false,
    code: { regExp: linearExpression },
  } as const;
  // Drafts 4 to 7 differ in little; those since 2019 have other words for tuples and definitions.
  const isNew = typeof dialect === 'string' && /draft\/20\d\d/.test(dialect);
  const ajv = isNew ? new Ajv2020(options) : new Ajv(options);
  try {
    const validate = ajv.compile(own);
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
};

function errorOf({ keyword, instancePath, params, message }: ErrorObject): ReturnType<JsonSchemaCheck>[number] {
  return { keyword, instancePath, params: { ...params }, ...(message !== undefined && { message }) };
}
