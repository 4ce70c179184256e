/** What a JSON text says, or that it is not JSON. Unlike `JSON.parse` it never throws, so that broken input stays data. */
export type ParsedJson = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

const MAX_DEPTH = 500;
const space = /[ \t\r\n]*/y;
const token =
  /(?:"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[[\]{},:])/y;
const broken = Symbol('broken');

/** Reads one JSON text. Nesting beyond 500 levels counts as broken. */
export function parseJson(text: string): ParsedJson {
  let offset = 0;
  const value = readValue(next(), 0);
  return value === broken || next() !== undefined || offset < text.length ? { ok: false } : { ok: true, value };

  function next(): string | undefined {
    space.lastIndex = offset;
    offset += space.exec(text)?.[0].length ?? 0;
    token.lastIndex = offset;
    const found = token.exec(text)?.[0];
    offset += found?.length ?? 0;
    return found;
  }

  function readValue(first: string | undefined, depth: number): unknown {
    if (first === undefined || depth > MAX_DEPTH) return broken;
    if (first === '{') return readObject(depth);
    if (first === '[') return readArray(depth);
    return first.length === 1 && ']},:'.includes(first) ? broken : (JSON.parse(first) as unknown);
  }

  function readArray(depth: number): unknown {
    const items: unknown[] = [];
    let first = next();
    if (first === ']') return items;
    for (;;) {
      const item = readValue(first, depth + 1);
      if (item === broken) return broken;
      items.push(item);
      const separator = next();
      if (separator !== ',') return separator === ']' ? items : broken;
      first = next();
    }
  }

  function readObject(depth: number): unknown {
    const entries: [string, unknown][] = [];
    let key = next();
    if (key === '}') return {};
    for (;;) {
      if (!key?.startsWith('"') || next() !== ':') return broken;
      const value = readValue(next(), depth + 1);
      if (value === broken) return broken;
      entries.push([JSON.parse(key) as string, value]);
      const separator = next();
      if (separator !== ',') return separator === '}' ? Object.fromEntries(entries) : broken;
      key = next();
    }
  }
}
