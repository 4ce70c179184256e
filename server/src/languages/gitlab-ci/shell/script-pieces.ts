import { scalarText, type YamlNode, type YamlScalar } from '../../../yaml/node.ts';
import { flatItems, follow, isReference, scalarValue, type Anchors } from '../model/follow.ts';
import type { JobSummary } from '../model/job-summary.ts';

/** A part of a `script` as it is written. */
export type Piece =
  | { readonly kind: 'text'; readonly node: YamlScalar }
  /** Another script stands here. */
  | { readonly kind: 'reference'; readonly path: readonly string[] }
  /** It is not known what stands here, or whether it is a text. */
  | { readonly kind: 'unknown' };

const lists = new WeakMap<JobSummary, Map<string, readonly Piece[]>>();

/** The pieces under a keyword of a job's own text. The same list as long as the text is the same. */
export function scriptPiecesOf(job: JobSummary, keyword: string): readonly Piece[] {
  const ofJob = lists.get(job) ?? new Map<string, readonly Piece[]>();
  lists.set(job, ofJob);
  const known = ofJob.get(keyword) ?? readPieces(job.fields.get(keyword)?.value, job.anchors);
  ofJob.set(keyword, known);
  return known;
}

/** Each item of a script, nested lists opened up, is a command or several. */
export function readPieces(node: YamlNode | undefined, anchors: Anchors): readonly Piece[] {
  return node === undefined ? [] : flatItems(node, anchors).map((item) => readPiece(item, anchors));
}

function readPiece(item: YamlNode, anchors: Anchors): Piece {
  if (isReference(item)) {
    const steps = item.kind === 'sequence' ? item.items.map((step) => scalarText(follow(step, anchors))) : [undefined];
    const path = steps.filter((step) => step !== undefined);
    return path.length === steps.length ? { kind: 'reference', path } : { kind: 'unknown' };
  }
  const isText = item.kind === 'scalar' && typeof scalarValue(item) === 'string' && item.block.problems.length === 0;
  return isText ? { kind: 'text', node: item } : { kind: 'unknown' };
}
