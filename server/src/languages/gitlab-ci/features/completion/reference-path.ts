import { fieldsOf } from '../../model/follow.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import { isHidden, isJobName } from '../../model/names.ts';
import { jobProposal } from './job-values.ts';
import { describeJob } from '../describe.ts';
import { later, quoted, textProposal, type Proposal, type Request } from './proposal.ts';

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

/**
 * Behind `!`: references to what hidden jobs, then others, have in the same place as the cursor
 * (https://docs.gitlab.com/ci/yaml/yaml_optimization/#reference-tags).
 */
export function wholeReferences({ pipeline, position }: Request): Proposal[] {
  const [self = '', keyword, ...rest] = position.path.filter((step) => step !== '-');
  const isFollowed = isJobName(self) || self === 'default' || self === 'workflow';
  if (keyword === undefined || !isFollowed) return [];
  const names = [...pipeline.definitions.keys()].filter((name) => {
    return (
      name !== self &&
      keysBelow(pipeline, name, rest.length === 0 ? [] : [keyword, ...rest.slice(0, -1)]).includes(
        rest.at(-1) ?? keyword,
      )
    );
  });
  const known = names.map((name): Proposal => {
    const label = `!reference [${[name, keyword, ...rest].map((key) => quoted(key, 'flow')).join(', ')}]`;
    return {
      label,
      kind: 'value',
      newText: label,
      ...later(() => describeJob(pipeline, name)),
      sortText: `${isHidden(name) ? '0' : '1'}${name}`,
    };
  });
  const open = { label: '!reference […]', kind: 'snippet', newText: '!reference [$0]', isSnippet: true } as const;
  return [...known, { ...open, detail: 'what another job has', sortText: '2', continues: true }];
}
