import type { Snapshot } from '../../../../workspace/snapshot.ts';
import type { YamlFile } from '../../../../yaml/file.ts';
import { scalarText, type YamlBlock, type YamlNode } from '../../../../yaml/node.ts';
import { summarizeFile } from '../../model/file-summary.ts';
import { fieldsOf, flatItems, follow, perBlock, type Anchors } from '../../model/follow.ts';
import { ENTRY_NAME, includeGraph } from '../../model/include-graph.ts';
import { jobsOfBlock } from '../../model/job-summary.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import { pipelinesAround } from '../../occurrences/places.ts';

/** What people choose again and again: written once in a pipeline, it is proposed elsewhere. */
export type SeenKind = 'image' | 'service' | 'tag' | 'resource_group' | 'cache-key';

type Seen = Readonly<Record<SeenKind, readonly string[]>>;

/** The values of one kind in all pipelines of the workspace that are known, the most used first. */
export function seenValues(snapshot: Snapshot, pipeline: Pipeline, kind: SeenKind): string[] {
  const counts = new Map<string, number>();
  for (const file of filesAround(snapshot, pipeline)) {
    const summary = summarizeFile(file);
    for (const block of summary.content?.blocks ?? []) {
      for (const value of seenInBlock(block, summary.anchors)[kind]) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  return [...counts]
    .sort(([one, often], [other, more]) => more - often || (one < other ? -1 : 1))
    .map(([value]) => value);
}

/** Those of the file's own project and of the other folders of the workspace. */
function filesAround(snapshot: Snapshot, pipeline: Pipeline): ReadonlySet<YamlFile> {
  const own = pipelinesAround(snapshot, pipeline).flatMap((parts) => parts.map(({ file }) => file));
  const entries = snapshot.roots
    .map((root) => `${root}/${ENTRY_NAME}`)
    .filter((path) => snapshot.exists(path) === true);
  return new Set([...own, ...entries.flatMap((entry) => includeGraph(snapshot, entry).files)]);
}

const seenInBlock = perBlock((block: YamlBlock, anchors): Seen => {
  const root = fieldsOf(block.root, anchors);
  const holders = [
    root,
    fieldsOf(root.get('default')?.value, anchors),
    ...jobsOfBlock(block, anchors).map(({ fields }) => fields),
  ];
  const values = (keyword: string): (YamlNode | undefined)[] =>
    holders.flatMap((fields) => (fields.has(keyword) ? [fields.get(keyword)?.value] : []));
  const list = (keyword: string): YamlNode[] => values(keyword).flatMap((node) => flatItems(node, anchors));
  return {
    image: values('image').flatMap((node) => nameOf(node, anchors)),
    service: list('services').flatMap((node) => nameOf(node, anchors)),
    tag: list('tags').flatMap((node) => nameOf(node, anchors)),
    resource_group: values('resource_group').flatMap((node) => nameOf(node, anchors)),
    'cache-key': list('cache').flatMap((node) => nameOf(fieldsOf(node, anchors).get('key')?.value, anchors)),
  };
});

/** A text, or the `name` of a mapping. */
function nameOf(written: YamlNode | undefined, anchors: Anchors): string[] {
  const node = follow(written, anchors);
  const name = node?.kind === 'mapping' ? follow(fieldsOf(node, anchors).get('name')?.value, anchors) : node;
  const text = scalarText(name);
  return text === undefined || text === '' ? [] : [text];
}
