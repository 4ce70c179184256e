/** The items of nested lists, up to GitLab's ten levels; a single value is a list of one; nothing is none. */
export function flatten(value: unknown, depth = 10): unknown[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) return [value];
  return value.flatMap((item: unknown) => (Array.isArray(item) && depth > 0 ? flatten(item, depth - 1) : [item]));
}

/** The strings and numbers of a list or single value, as text. */
export function flatTexts(value: unknown): string[] {
  return flatten(value).flatMap((item) =>
    ['string', 'number', 'bigint', 'boolean'].includes(typeof item) ? [String(item)] : [],
  );
}
