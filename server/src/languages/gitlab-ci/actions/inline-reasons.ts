import type { YamlFile } from '../../../yaml/file.ts';
import { scalarText, type YamlNode } from '../../../yaml/node.ts';
import type { JobDefinition } from '../model/effective-job.ts';
import type { Pipeline } from '../model/pipeline.ts';
import type { JobEntry } from './job-at.ts';
import { areBasesKnown } from '../model/known-bases.ts';

/** A job that extends a base, and where. */
export interface Inlining {
  readonly pipeline: Pipeline;
  readonly file: YamlFile;
  readonly job: JobEntry;
  readonly base: JobDefinition;
}

type Reason = (inlining: Inlining, nodes: readonly YamlNode[]) => string | undefined;

const REASONS: readonly Reason[] = [
  ({ pipeline, job }) => (areBasesKnown(pipeline, job.name) ? undefined : 'What the job extends is not known'),
  laterBase,
  ({ base: { job } }) => (job.value?.kind !== 'mapping' || job.value.flow ? 'It is not written as lines' : undefined),
  (_, nodes) => (nodes.some(isInterpolated) ? 'It takes inputs of its own file' : undefined),
  (_, nodes) => (nodes.some(hasMergeKey) ? 'It takes over a mapping with <<' : undefined),
  (_, nodes) => (nodes.some((node) => node.anchor !== undefined) ? 'It has anchors that others may use' : undefined),
  ({ base, file }, nodes) =>
    base.file !== file && nodes.some(({ kind }) => kind === 'alias') ? 'It uses anchors of its own file' : undefined,
  (inlining, nodes) => (isAboveAnchors(inlining, nodes) ? 'It uses anchors that stand below the job' : undefined),
  ({ base }) => (base.job.extends?.open === true ? 'What it extends is not plain text' : undefined),
];

/** Why writing the base's text into the job would mean something else; undefined when it would not. */
export function reasonAgainstInlining(inlining: Inlining): string | undefined {
  const nodes = nodesIn(inlining.base.job.value);
  for (const reason of REASONS) {
    const found = reason(inlining, nodes);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** In the job, the base's text would win over bases that come later. */
function laterBase({ pipeline, job, base }: Inlining): string | undefined {
  const names = pipeline.effective(job.name)?.extends?.names.map(({ name }) => name) ?? [];
  const later = names.slice(names.lastIndexOf(base.job.name) + 1);
  const winner = later.find((other) => {
    return [...(pipeline.effective(other)?.keywords ?? [])].some(
      (key) => base.job.fields.has(key) && key !== 'extends',
    );
  });
  return winner === undefined ? undefined : `'${winner}' has some of the same keywords and comes later`;
}

function isInterpolated(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.text.includes('$[[');
}

function hasMergeKey(node: YamlNode): boolean {
  return node.kind === 'mapping' && node.entries.some(({ key }) => scalarText(key) === '<<');
}

function isAboveAnchors({ file, job }: Inlining, nodes: readonly YamlNode[]): boolean {
  const at = file.rangeOf(job.entry.key)?.start ?? 0;
  const { anchors } = job.path.document.document;
  return nodes.some((node) => {
    if (node.kind !== 'alias') return false;
    const target = anchors.get(node.name);
    return target === undefined || (file.rangeOf(target)?.start ?? at) >= at;
  });
}

/** A node and all nodes in it. */
export function nodesIn(node: YamlNode | undefined): YamlNode[] {
  if (node === undefined) return [];
  if (node.kind === 'sequence') return [node, ...node.items.flatMap(nodesIn)];
  if (node.kind !== 'mapping') return [node];
  return [node, ...node.entries.flatMap(({ key, value }) => [...nodesIn(key), ...nodesIn(value)])];
}
