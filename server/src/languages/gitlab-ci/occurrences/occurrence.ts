import { literalExpression } from '../../../base/literal-expression.ts';
import { wholeTest, type WholeTest } from '../../../base/wildcards.ts';
import type { Span, YamlScalar } from '../../../yaml/node.ts';
import { writtenOffsets } from '../../../yaml/written-offsets.ts';
import type { IncludeItem } from '../model/include-items.ts';

/** What GitLab knows by name in a pipeline's files. Jobs and hidden jobs share their names. */
export type OccurrenceKind = 'job' | 'stage' | 'variable' | 'input' | 'anchor';

/** One place where a name is written, in the text of one block. */
export interface Occurrence {
  readonly kind: OccurrenceKind;
  readonly name: string;
  /** Exactly the name, or the scalar that is the name as a whole, quotes included. */
  readonly at: Span;
  readonly isDeclaration: boolean;
  /** The job that the text belongs to; `GLOBAL` or `DEFAULT` for what stands outside of jobs. */
  readonly scope: string;
  /** Where the name is a scalar of its own, which may need quotes. */
  readonly scalar?: YamlScalar;
  /** Of an input: the file that declares it, where that is another one. */
  readonly item?: IncludeItem;
  /** The name is put together from inputs, so any name that fits the pattern may be meant. */
  readonly pattern?: WholeTest;
}

/** What counts for the pipeline as a whole: `variables`, `workflow`, `include`. No job can have this name. */
export const GLOBAL = '';

/** What every job takes over: `default` and the old top-level keywords. */
export const DEFAULT = 'default';

const INTERPOLATION = /\$\[\[[^\]]*\]\]/g;

/** What a name with interpolations in it may become; undefined for a name without. */
export function patternOf(name: string): WholeTest | undefined {
  if (!name.includes('$[[')) return undefined;
  return wholeTest(name.split(INTERPOLATION).map(literalExpression).join('.*'));
}

/** A part of a scalar's content where it is written; the whole scalar where that cannot be told. */
export function partOf(scalar: YamlScalar, start: number, end: number): Span {
  const { block } = scalar;
  const begin = scalar.start + (scalar.style === 'single' || scalar.style === 'double' ? 1 : 0);
  if (block.text.startsWith(scalar.text.slice(0, end), begin)) return { block, start: begin + start, end: begin + end };
  const offsets = writtenOffsets(scalar);
  const [from, to] = [offsets?.[start], offsets?.[end]];
  return from === undefined || to === undefined ? scalar : { block, start: from, end: to };
}
