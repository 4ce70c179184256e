import { isDeepStrictEqual } from 'node:util';
import type { DataRecord } from '../../server/src/base/record.ts';

/** One case: what goes in, and what should come out. */
export interface Case {
  readonly input: DataRecord;
  readonly expect: DataRecord;
}

/** Compares what was expected with what came; says both when they differ. */
export function compare(what: string, expected: unknown, got: unknown): string | undefined {
  if (isDeepStrictEqual(expected, got)) return undefined;
  return `${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`;
}

/** The first complaint of several checks. */
export function firstOf(checks: readonly (string | undefined)[]): string | undefined {
  return checks.find((check) => check !== undefined);
}

/** The expectations that nobody looks at: the case counts as failed. */
export function unknownExpectations(expect: DataRecord, known: readonly string[]): string | undefined {
  const unknown = Object.keys(expect).filter((key) => !known.includes(key));
  return unknown.length === 0 ? undefined : `the runner does not know the expectation ${unknown.join(', ')}`;
}

/** The errors that a case expects: exactly (`errors`), among others (`errors_include`) or as patterns (`errors_match`). */
export function matchErrors(expect: DataRecord, errors: readonly string[]): string | undefined {
  const included = texts(expect['errors_include']).find((error) => !errors.includes(error));
  const matched = texts(expect['errors_match']).find(
    (pattern) => !errors.some((error) => expressionOf(pattern).test(error)),
  );
  const missing = included ?? matched;
  if (missing !== undefined) return `expected the error ${JSON.stringify(missing)}, got ${JSON.stringify(errors)}`;
  return 'errors' in expect ? compare('errors', expect['errors'], errors) : undefined;
}

/** A pattern of a case may begin with flags as Ruby and RE2 write them. */
function expressionOf(pattern: string): RegExp {
  const [, flags = '', source = ''] = /^(?:\(\?([im]+)\))?([\s\S]*)$/.exec(pattern) ?? [];
  return new RegExp(source.replaceAll('\\A', '^').replaceAll(/\\[zZ]/g, '$'), flags.replace('m', 's'));
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
