import { jsonText } from '../../../base/json.ts';
import { type DataRecord, isRecord, orderedEntries, setOwn } from '../../../base/record.ts';
import { valueAt, type Interpolated } from './access.ts';
import { callFunction, type Expandable } from './functions.ts';

export type { Interpolated } from './access.ts';

/** What `$[[ … ]]` may name: `inputs` and, in components, `component`. */
interface InterpolationContext {
  readonly values: DataRecord;
  readonly variables: Expandable;
}

const BLOCK = /\$\[\[\s*(\S(?:.*?\S)?)\s*\]\]/g;
export const MAX_FUNCTIONS = 3;

/** What stands in each `$[[ … ]]` of a text, and where it begins. */
export function blocksIn(text: string): { readonly inner: string; readonly at: number }[] {
  return Array.from(text.matchAll(BLOCK), ({ 0: whole, 1: inner = '', index }) => ({
    inner,
    at: index + whole.indexOf(inner, 3),
  }));
}

/** Fills the blocks of a text in. A text that is one block as a whole becomes the value itself, whatever its type. */
export function interpolate(text: string, context: InterpolationContext): Interpolated {
  const blocks = [...text.matchAll(BLOCK)];
  const [only] = blocks;
  if (only !== undefined && blocks.length === 1 && only[0] === text.trim()) return valueOfBlock(only, context);
  let error: string | undefined;
  const value = text.replace(BLOCK, (whole, inner: string) => {
    const result = error === undefined ? valueOfBlock([whole, inner], context) : undefined;
    if (result?.ok === true) return written(result.value);
    error ??= result?.error;
    return whole;
  });
  return error === undefined ? { ok: true, value } : { ok: false, error };
}

function written(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' || typeof value === 'bigint' ? String(value) : jsonText(value);
}

function valueOfBlock([whole, inner = '']: readonly string[], context: InterpolationContext): Interpolated {
  const [access = '', ...functions] = partsOf(inner);
  // The matrix is filled in later, when the copies of a job are made.
  if (access.startsWith('matrix.')) return { ok: true, value: whole };
  let result = valueAt(access, context.values);
  if (result.ok && functions.length > MAX_FUNCTIONS) {
    return { ok: false, error: 'too many functions in interpolation block' };
  }
  for (const call of functions) {
    if (result.ok) result = callFunction(call, result.value, context.variables);
  }
  return result;
}

/** Splits at `|`, but not within quotes. */
export function partsOf(text: string): string[] {
  return (text.match(/(?:[^|']|'[^']*'|')+/g) ?? []).map((part) => part.trim());
}

/** A value with `fill` applied to each text and key in it. */
export function mapTexts(value: unknown, fill: (text: string) => unknown): unknown {
  if (typeof value === 'string') return fill(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, fill));
  if (!isRecord(value)) return value;
  const result: Record<string, unknown> = {};
  for (const [key, item] of orderedEntries(value)) {
    const name = fill(key);
    setOwn(result, typeof name === 'string' ? name : jsonText(name), mapTexts(item, fill));
  }
  return result;
}
