import { fieldsOf } from '../../model/follow.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import { isHidden } from '../../model/names.ts';
import { jobProposal } from './proposed-values.ts';
import { textProposal, type Proposal, type Request } from './proposal.ts';

/** The next key of `!reference [job, keyword, …]`: what the keys so far lead to. */
export function referenceKeys({ pipeline, position }: Request): Proposal[] {
  const [name, ...rest] = position.flow?.items ?? [];
  if (name === undefined) {
    const [self] = position.path;
    const names = [...pipeline.definitions.keys()].filter((other) => other !== self);
    return names.map((other) => jobProposal(pipeline, other, { sortText: `${isHidden(other) ? '0' : '1'}${other}` }));
  }
  return keysBelow(pipeline, name, rest).map((key) => textProposal(key, 'keyword'));
}

/** The keys of a job after all that it takes over, or of a mapping in it. */
function keysBelow(pipeline: Pipeline, name: string, keys: readonly string[]): readonly string[] {
  const job = pipeline.effective(name);
  if (job === undefined) return [];
  const [keyword, ...rest] = keys;
  if (keyword === undefined) return [...job.keywords];
  const entry = job.fields.get(keyword);
  const holder = pipeline.summaries.find(({ summary }) =>
    summary.content?.blocks.some((block) => block === entry?.key.block),
  );
  if (entry === undefined || holder === undefined) return [];
  let node = entry.value;
  for (const key of rest) node = fieldsOf(node, holder.summary.anchors).get(key)?.value;
  return [...fieldsOf(node, holder.summary.anchors).keys()];
}
