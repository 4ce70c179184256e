import type { Span, YamlEntry, YamlNode } from '../yaml/node.ts';
import type { IssueKind } from './issue.ts';

/**
 * Where the text is broken the tree is partial, and from the broken line on its nesting is a guess: only the syntax problem is
 * reported, which is the cause. What stands before it is still judged.
 */
export function isTouchedByProblem({ block, start, end }: Span, kind: IssueKind): boolean {
  if (block.problems.length === 0) return false;
  if (kind === 'missing-field') return true;
  const first = Math.min(...block.problems.map((problem) => problem.start));
  if (start > block.text.lastIndexOf('\n', first - 1)) return true;
  return block.problems.some((problem) => start <= problem.end && problem.start <= end);
}

/** A collection that is broken inside may be of the other form once it is whole. */
export function isBrokenInside({ block, start, end }: YamlNode): boolean {
  return block.problems.some((problem) => start <= problem.end && problem.start <= end);
}

/** A word without a colon, as while typing: the syntax problem says so. */
export function isStrayWord({ key, value }: YamlEntry): boolean {
  return value === undefined && (key === key.block.root || key.block.problems.length > 0);
}

/** A tag of its own says how the value is read; a schema cannot. */
export function isOwnTag(tag: string | undefined): boolean {
  return tag !== undefined && tag !== '!' && !tag.startsWith('tag:yaml.org,2002:');
}

/** `{{ .Values.x }}` outside quotes is, to YAML, a flow mapping whose key is a flow mapping. */
export function isTemplate(node: YamlNode): boolean {
  return node.kind === 'mapping' && node.flow && node.entries.some(({ key }) => key.kind === 'mapping');
}
