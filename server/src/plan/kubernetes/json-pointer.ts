/** One step of a pointer: a key of a mapping or, in a list, an index. */
type PointerStep = string;

/** The steps of a JSON pointer (RFC 6901); undefined for a text that is none. The empty text is the whole object. */
export function parsePointer(pointer: string): PointerStep[] | undefined {
  if (pointer === '' || pointer === '/') return [];
  if (!pointer.startsWith('/')) return undefined;
  return pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}
