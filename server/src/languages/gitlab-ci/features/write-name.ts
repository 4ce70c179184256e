import type { YamlScalar } from '../../../yaml/node.ts';
import { writeKey } from '../../../yaml/write-scalar.ts';

/** A name in the place of a scalar: with the quotes that are there, or with those that it needs. */
export function writeName({ block, start, end, style }: YamlScalar, name: string): string {
  if (style === 'single') return `'${name.replaceAll("'", "''")}'`;
  if (style === 'double') return `"${name.replace(/["\\]/g, '\\$&')}"`;
  // The line break that ends a block scalar is part of it.
  const lineEnd = block.text.slice(start, end).endsWith('\n') ? '\n' : '';
  const plain = writeKey(name);
  // In a flow collection commas and brackets end a plain scalar.
  const isQuoted = plain !== name || /[,[\]{}]/.test(name);
  return `${isQuoted && plain === name ? `'${name.replaceAll("'", "''")}'` : plain}${lineEnd}`;
}
