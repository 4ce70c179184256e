import type { IncomingMessage } from 'node:http';
import { refuse, refuseParameters } from './answer.ts';

/** A parameter as it came: text from a query or a form, anything from JSON. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** Parameters of one request: query and body together, as Rails merges them. */
export type Input = Readonly<Record<string, Value>>;

type Tree = { [key: string]: Tree | string } | (Tree | string)[];

/** Path of a Rails form name: `a[b][]` is `['a', 'b', '']`. */
function keysOf(name: string): string[] {
  const open = name.indexOf('[');
  if (open <= 0) return [name];
  return [name.slice(0, open), ...[...name.slice(open).matchAll(/\[([^\]]*)\]/gu)].map((match) => match[1] ?? '')];
}

/** Where the next key goes inside `tree`, made when it is not there yet. */
function descend(tree: Tree, key: string, next: string): Tree {
  const fresh: Tree = next === '' ? [] : {};
  if (Array.isArray(tree)) {
    const last = tree.at(-1);
    // `v[][key]=` starts a new element when the last one has the key already.
    if (typeof last === 'object' && !Array.isArray(last) && !Object.hasOwn(last, next)) return last;
    tree.push(fresh);
    return fresh;
  }
  const existing = tree[key];
  if (typeof existing === 'object') return existing;
  tree[key] = fresh;
  return fresh;
}

function insert(root: Tree, name: string, value: string): void {
  const keys = keysOf(name);
  let tree = root;
  for (const [index, key] of keys.entries()) {
    const next = keys[index + 1];
    if (next !== undefined) tree = descend(tree, key, next);
    else if (Array.isArray(tree)) tree.push(value);
    else tree[key] = value;
  }
}

/** Parameters of a query or a form body: `a=1&b[]=2&c[d]=3`. */
export function parseForm(entries: Iterable<readonly [string, string]>): Input {
  const root: Tree = {};
  for (const [name, value] of entries) insert(root, name, value);
  return root;
}

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The body's parameters by its content type; GitLab answers 400 to JSON that does not parse. */
export async function parseBody(body: Buffer, contentType: string): Promise<Input> {
  if (body.length === 0) return {};
  if (contentType.startsWith('application/json')) return parseJson(body.toString('utf8'));
  if (!/^(multipart\/form-data|application\/x-www-form-urlencoded)/u.test(contentType)) return {};
  const form = await new Response(new Uint8Array(body), { headers: { 'Content-Type': contentType } }).formData();
  const entries: [string, string][] = [];
  form.forEach((value, name) => {
    if (typeof value === 'string') entries.push([name, value]);
  });
  return parseForm(entries);
}

function parseJson(body: string): Input {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return refuse(400, '400 Bad request - message body does not match declared format');
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Input) : {};
}

/** Refuses with every name in `names` that did not come at all. */
export function requireParameters(input: Input, ...names: readonly string[]): void {
  const missing = names.filter((name) => input[name] === undefined || input[name] === null);
  if (missing.length > 0) refuseParameters(missing.map((name) => `${name} is missing`));
}

export function optionalText(input: Input, name: string): string | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'object') return refuseParameters([`${name} is invalid`]);
  return String(value);
}

export function requiredText(input: Input, name: string): string {
  return optionalText(input, name) ?? refuseParameters([`${name} is missing`]);
}

export function optionalFlag(input: Input, name: string): boolean | undefined {
  const value = optionalText(input, name);
  if (value === undefined || value === '') return undefined;
  if (/^(true|t|on|1|yes)$/iu.test(value)) return true;
  if (/^(false|f|off|0|no)$/iu.test(value)) return false;
  return refuseParameters([`${name} is invalid`]);
}

export function optionalInteger(input: Input, name: string): number | undefined {
  const value = optionalText(input, name);
  if (value === undefined || value === '') return undefined;
  return /^-?\d+$/u.test(value) ? Number(value) : refuseParameters([`${name} is invalid`]);
}

/** One of `allowed`, else GitLab's words for a value outside the list. */
export function optionalChoice<T extends string>(input: Input, name: string, allowed: readonly T[]): T | undefined {
  const value = optionalText(input, name);
  if (value === undefined) return undefined;
  return allowed.find((candidate) => candidate === value) ?? refuseParameters([`${name} does not have a valid value`]);
}

/** A list of texts, given as an array, as one value, or separated by commas. */
export function optionalList(input: Input, name: string): readonly string[] | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  const items = Array.isArray(value) ? (value as readonly Value[]) : [value];
  return items
    .flatMap((item) => (typeof item === 'object' ? refuseParameters([`${name} is invalid`]) : String(item).split(',')))
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
