/** One step down: a key, or '-' for an item of a list. */
export type Step = string;

/** A key or dash that a line begins with. */
export interface Structure {
  readonly column: number;
  /** The key, or '-'. */
  readonly step: Step;
}

const KEY = /^(?:"([^"]*)"|'([^']*)'|([^\s#'"[\]{},&*!|>%@`-][^#]*?|-[^\s#][^#]*?))\s*:(?=\s|$)/;

/** The dashes and the key that a line begins with. */
export function structuresOf(text: string): Structure[] {
  const structures: Structure[] = [];
  let column = indentOf(text);
  for (;;) {
    const dash = /^-(?:\s+|$)/.exec(text.slice(column))?.[0];
    if (dash === undefined) break;
    structures.push({ column, step: '-' });
    column += dash.length;
  }
  const key = KEY.exec(text.slice(column));
  if (key !== null) structures.push({ column, step: key[1] ?? key[2] ?? key[3] ?? '' });
  return structures;
}

/** The column of what follows the dashes of a line. */
export function contentColumn(text: string): number {
  return /^\s*(?:-\s+)*(?:-$)?/.exec(text)?.[0].length ?? 0;
}

/** The column of the value behind a key in that column. */
export function valueColumn(text: string, keyColumn: number): number {
  const key = KEY.exec(text.slice(keyColumn))?.[0].length ?? 0;
  return keyColumn + key + indentOf(text.slice(keyColumn + key));
}

/** The column where the content begins that a line's structures lead to. */
export function innermostColumn(text: string, structures: readonly Structure[]): number {
  const last = structures.at(-1);
  return last === undefined || last.step === '-' ? contentColumn(text) : valueColumn(text, last.column);
}

/** How many blanks a line begins with. */
export function indentOf(text: string): number {
  return /^\s*/.exec(text)?.[0].length ?? 0;
}

/** Whether a line says nothing: empty, or a comment. */
export function isBlank(text: string): boolean {
  return /^\s*(?:#|$)/.test(text);
}

/** What YAML allows before a value: an anchor, a tag. */
export function propertiesLength(text: string): number {
  return /^(?:[&!]\S*\s+)*/.exec(text)?.[0].length ?? 0;
}
