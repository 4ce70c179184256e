import type { Dialect, ScalarValue } from '../yaml/dialect.ts';
import type { YamlScalar } from '../yaml/node.ts';
import { readScalar } from '../yaml/value.ts';
import { nearestName } from '../base/nearest-name.ts';
import type { ScalarKind, ScalarShape } from './shape.ts';

/** What is wrong with a scalar; `undefined` when nothing is. */
interface ScalarFault {
  readonly kind: 'wrong-type' | 'invalid-value';
  /** Continues a sentence that begins with the field's name. */
  readonly text: string;
  /** What was most likely meant, as it is written in YAML. */
  readonly replacement?: string;
}

const WANTED: Readonly<Record<ScalarKind, string>> = {
  string: 'a string',
  int32: 'an integer',
  int64: 'an integer',
  number: 'a number',
  boolean: 'a boolean (true or false)',
  quantity: "a quantity, such as '500m' or '1Gi'",
  'int-or-string': 'an integer or a string',
  time: "a time, such as '2026-01-31T12:00:00Z'",
  bytes: 'a base64 string',
};

/** Which values of JSON each kind takes, as Go's JSON decoder does into the field's type. */
const ACCEPTS: Readonly<Record<ScalarKind, (value: ScalarValue) => boolean>> = {
  string: (value) => typeof value === 'string',
  int32: (value) => isIntegerUpTo(value, 2 ** 31),
  int64: (value) => isIntegerUpTo(value, 2 ** 63),
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  quantity: (value) => typeof value === 'number' || typeof value === 'string',
  'int-or-string': (value) => typeof value === 'string' || isIntegerUpTo(value, 2 ** 31),
  time: (value) => typeof value === 'string',
  bytes: (value) => typeof value === 'string',
};

// https://github.com/kubernetes/apimachinery/blob/master/pkg/api/resource/quantity.go: a signed number and a suffix.
const QUANTITY = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+|[KMGTPE]i|[numkMGTPE])?$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:\d\d)$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

interface ScalarContext {
  readonly dialect: Dialect;
  /** Then the message does not quote the value. */
  readonly isSecret: boolean;
}

/** Judges one scalar. An empty string is never an invalid value: to Go it is the same as an absent field. */
export function judgeScalar(node: YamlScalar, shape: ScalarShape, context: ScalarContext): ScalarFault | undefined {
  const value = readScalar(node, context.dialect);
  if (value === null || value === '') return undefined;
  if (!ACCEPTS[shape.type](value)) {
    const text = context.isSecret ? hiddenTypeText(shape, value) : wrongTypeText(node, shape, value);
    const isMeant = isTextWithoutQuotes(node, shape, value);
    return { kind: 'wrong-type', text, ...(isMeant && { replacement: `"${node.text}"` }) };
  }
  if (typeof value !== 'string') return undefined;
  if (shape.values !== undefined && !shape.values.includes(value)) {
    return wrongValue(value, shape.values);
  }
  return isWellFormed(shape.type, value)
    ? undefined
    : { kind: 'invalid-value', text: malformedText(shape.type, value, context.isSecret) };
}

function hiddenTypeText(shape: ScalarShape, value: ScalarValue): string {
  return `must be ${WANTED[shape.type]}, but is read as a ${typeof value}; write it in quotes`;
}

function isIntegerUpTo(value: ScalarValue, limit: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && -limit <= value && value < limit;
}

function isWellFormed(type: ScalarKind, value: string): boolean {
  if (type === 'quantity') return QUANTITY.test(value);
  if (type === 'time') return TIME.test(value);
  // Go's decoder skips line breaks.
  return type !== 'bytes' || BASE64.test(value.replace(/[\r\n]/g, ''));
}

function wrongTypeText(node: YamlScalar, shape: ScalarShape, value: ScalarValue): string {
  const wanted = shape.values ? `one of ${list(shape.values)}` : WANTED[shape.type];
  const isPlain = node.style === 'plain';
  if (typeof value === 'number' && shape.type.startsWith('int')) return wrongNumberText(node.text, value, shape.type);
  if (typeof value === 'string') return `must be ${wanted}, but is ${isPlain ? 'the string ' : ''}${quoted(node)}`;
  const isMeant = isTextWithoutQuotes(node, shape, value);
  return `must be ${wanted}, but ${node.text} is read as a ${typeof value}${isMeant ? `; write "${node.text}"` : ''}`;
}

function wrongNumberText(text: string, value: number, type: ScalarKind): string {
  const size = type === 'int64' ? 64 : 32;
  return `must be an integer${Number.isInteger(value) ? ` of ${size} bits` : ''}, but is ${text}`;
}

/** A value such as `8080` or `yes` where the schema wants a string: quotes make it one. */
function isTextWithoutQuotes(node: YamlScalar, shape: ScalarShape, value: ScalarValue): boolean {
  const isRead = typeof value !== 'string' && node.style === 'plain';
  return isRead && shape.type === 'string' && shape.values?.includes(node.text) !== false;
}

function wrongValue(value: string, values: readonly string[]): ScalarFault {
  const near = nearestName(value, values);
  const text = `is '${shortText(value)}'; allowed are ${list(values)}`;
  if (near === undefined) return { kind: 'invalid-value', text };
  return { kind: 'invalid-value', text: `${text}; did you mean '${near}'?`, replacement: near };
}

/** Bytes are most often a secret: the message never shows them. */
function malformedText(type: ScalarKind, value: string, isSecret: boolean): string {
  if (type === 'bytes')
    return `must be ${WANTED.bytes}, and is none${isSecret ? "; plain text goes into 'stringData'" : ''}`;
  return `is '${shortText(value)}', but must be ${WANTED[type]}`;
}

function list(values: readonly string[]): string {
  return values.map((value) => `'${value}'`).join(', ');
}

function quoted(node: YamlScalar): string {
  return node.style === 'plain' ? `'${shortText(node.text)}'` : `"${shortText(node.text)}"`;
}

function shortText(text: string): string {
  const line = text.split('\n')[0] ?? '';
  return line.length > 40 || line.length < text.length ? `${line.slice(0, 40)}…` : line;
}
