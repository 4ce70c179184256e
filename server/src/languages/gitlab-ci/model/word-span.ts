import { spanIn, type Span, type YamlScalar } from '../../../yaml/node.ts';

/** A part of a scalar's text (offsets in it) where it stands as it is written; else the whole value. */
export function wordSpan(node: YamlScalar, { start, end }: { readonly start: number; readonly end: number }): Span {
  const quote = node.style === 'single' || node.style === 'double' ? 1 : 0;
  const written = node.block.text.slice(node.start + quote, node.end - quote);
  if (written !== node.text || node.text === '') return node;
  const begin = node.start + quote;
  return spanIn(node.block, begin + start, begin + Math.max(end, start + 1));
}
