/** What a JSON text says, or that it is not JSON. */
type ParsedJson = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

/** Reads one JSON text. Unlike `JSON.parse` it never throws: broken input is data. */
export function parseJson(text: string): ParsedJson {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}

/** A value as JSON on one line. A whole number of any length keeps its digits, in quotes where it has more than JavaScript's numbers hold. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, (_, own: unknown) => (typeof own === 'bigint' ? String(own) : own)) as
    string | undefined;
  return text ?? 'null';
}
