import { isRecord, orderedEntries, ownValue } from '../../../base/record.ts';
import type { LookUp } from '../expression/evaluate.ts';
import type { Variables } from './predefined.ts';

/** Variables in layers, the first that has a name wins. */
type Layers = readonly Variables[];

/** The variables of a mapping as text; those with an unusable value are left out. */
export function readVariables(value: unknown): Map<string, string> {
  const variables = new Map<string, string>();
  if (!isRecord(value)) return variables;
  for (const [name, written] of orderedEntries(value)) {
    const text = variableText(isRecord(written) ? (ownValue(written, 'value') ?? '') : written);
    if (text !== undefined) variables.set(name, text);
  }
  return variables;
}

/** The text that GitLab makes of a variable's value; undefined for a list or mapping, which it refuses. */
export function variableText(value: unknown): string | undefined {
  if (value === null) return '';
  const isNumber = typeof value === 'number' || typeof value === 'bigint';
  return isNumber || typeof value === 'string' || typeof value === 'boolean' ? String(value) : undefined;
}

/** Looks a name up in the layers; what none of them has is unset or unknown. Values are expanded. */
export function createLookUp(layers: Layers, others: 'unknown' | 'unset'): LookUp {
  const raw: LookUp = (name) => {
    const layer = layers.find((each) => each.has(name));
    if (layer !== undefined) return layer.get(name) ?? null;
    return others === 'unset' ? null : undefined;
  };
  return (name) => {
    const value = raw(name);
    return typeof value === 'string' ? (expandAll(value, raw) ?? undefined) : value;
  };
}

const MAX_DEPTH = 20;

/** Fills `$NAME`, `${NAME}` and `%NAME%` in, also in values; an unset one is empty; undefined when one is unknown. */
export function expandAll(text: string, lookUp: LookUp, depth = 0): string | undefined {
  if (!text.includes('$') && !text.includes('%')) return text;
  const unknown: string[] = [];
  const result = text.replace(VARIABLE, (whole, braced?: string, plain?: string, percent?: string) => {
    const name = braced ?? plain ?? percent;
    if (name === undefined) return whole === '$$' ? '$' : whole;
    const value = depth > MAX_DEPTH ? null : lookUp(name);
    const inner = value === undefined ? undefined : expandAll(String(value ?? ''), lookUp, depth + 1);
    if (inner === undefined) unknown.push(name);
    return inner ?? whole;
  });
  return unknown.length > 0 ? undefined : result;
}

/** The same for variables that are set; others stay as they are written. Undefined when one is unknown. */
export function expandExisting(text: string, lookUp: LookUp): string | undefined {
  const values = [...text.matchAll(VARIABLE)].map(([, braced, plain, percent]) => {
    const name = braced ?? plain ?? percent;
    return name === undefined ? null : lookUp(name);
  });
  if (values.includes(undefined)) return undefined;
  return text.replace(VARIABLE, (whole) => String(values.shift() ?? whole));
}

/** The same, but what is unknown stays as it is written. */
export function expandKnown(text: string, lookUp: LookUp): string {
  return text.replace(VARIABLE, (whole) => expandAll(whole, lookUp) ?? whole);
}

const VARIABLE = /\$\$|\$\{(\w+)\}|\$(\w+)|%(\w+)%/g;
