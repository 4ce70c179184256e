import type { Span, YamlNode } from '../yaml/node.ts';

export type IssueKind =
  'unknown-field' | 'duplicate-field' | 'invalid-key' | 'wrong-type' | 'invalid-value' | 'missing-field';

/** One way in which a text breaks its schema: an unknown key, a wrong value, or the key whose value lacks a field. */
export interface Issue {
  readonly kind: IssueKind;
  readonly at: Span;
  readonly message: string;
  /** What was most likely meant, to be written instead of the text at `at`. */
  readonly replacement?: string;
  /** The other place of a pair, such as the first of two equal keys. */
  readonly related?: Span;
}

/** A collection as a whole would mark half the file: its first line, or its first key, stands for it. */
export function firstPart(node: YamlNode): Span {
  if (node.kind === 'mapping' && !node.flow) return node.entries[0]?.key ?? node;
  const end = node.block.text.indexOf('\n', node.start);
  return end === -1 || node.end <= end ? node : { block: node.block, start: node.start, end };
}
