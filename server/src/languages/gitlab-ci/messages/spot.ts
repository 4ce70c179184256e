import type { OffsetRange } from '../../../base/range.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import type { Span, YamlEntry, YamlNode } from '../../../yaml/node.ts';
import type { Anchors } from '../model/follow.ts';
import { fieldsOf, flatItems, follow } from '../model/follow.ts';
import { entryPaths } from '../model/include-graph.ts';
import type { Pipeline } from '../model/pipeline.ts';

/** A place in one of a pipeline's files. Not exact: what a message is about lies near it or somewhere below. */
export interface Located {
  readonly file: YamlFile;
  readonly range: OffsetRange;
  readonly isExact: boolean;
}

/** A value that a message may be about: what it holds, and where it is written. */
export interface Spot {
  /** The value, aliases followed; undefined where nothing is written. */
  readonly node: YamlNode | undefined;
  readonly key: YamlNode | undefined;
  /** What a mapping holds by lower-cased key, `<<` merged in. */
  readonly fields: () => ReadonlyMap<string, Spot>;
  /** What a list holds, nested lists opened; a single value is a list of one. */
  readonly items: () => readonly Spot[];
}

/** The files that messages are placed in. */
export interface Ground {
  readonly pipeline: Pipeline;
  /** The file that GitLab starts from. */
  readonly entry: YamlFile;
  readonly anchorsOf: (node: YamlNode) => Anchors;
}

const NO_ANCHORS: Anchors = new Map();

/** What messages about a pipeline are placed in. */
export function groundOf(pipeline: Pipeline): Ground {
  const { graph, summaries, file } = pipeline;
  const starts = entryPaths(graph.entry);
  const entry = summaries.find((each) => starts.includes(each.file.path))?.file ?? file;
  const anchorsOf = (node: YamlNode): Anchors =>
    summaries.find((each) => each.file.rangeOf(node) !== undefined)?.summary.anchors ?? NO_ANCHORS;
  return { pipeline, entry, anchorsOf };
}

/** Where a span begins, no more than its first line; undefined for one of a file that the pipeline does not have. */
export function locate({ pipeline }: Ground, span: Span, isExact = true): Located | undefined {
  for (const { file } of pipeline.summaries) {
    const range = file.rangeOf(span);
    if (range !== undefined) return { file, range: file.lines.withinLine(range), isExact };
  }
  return undefined;
}

/** The first line of a file that says anything; exact for what is about the file as a whole. */
export function wholeFile(file: YamlFile, isExact = false): Located {
  const start = Math.max(0, file.text.search(/^(?=[^\s#])/m));
  return { file, range: file.lines.withinLine({ start, end: file.text.length }), isExact };
}

/** The spot of a key with its value. */
export function spotOfEntry(ground: Ground, { key, value }: YamlEntry): Spot {
  return makeSpot(ground, key, value);
}

/** The spot of a value without a key, as an item of a list. */
export function spotOfNode(ground: Ground, node: YamlNode): Spot {
  return makeSpot(ground, undefined, node);
}

function makeSpot(ground: Ground, key: YamlNode | undefined, value: YamlNode | undefined): Spot {
  const written = value ?? key;
  const anchors = written === undefined ? NO_ANCHORS : ground.anchorsOf(written);
  const node = follow(value, anchors);
  let fields: ReadonlyMap<string, Spot> | undefined;
  return {
    key,
    node,
    fields: () =>
      (fields ??= new Map(
        [...fieldsOf(node, anchors)].map(([name, entry]) => [name.toLowerCase(), spotOfEntry(ground, entry)]),
      )),
    items: () => flatItems(node, anchors).map((item) => spotOfNode(ground, item)),
  };
}

/** What is marked of a spot: a scalar itself, of anything larger its key. */
export function spanOf({ key, node }: Spot): Span | undefined {
  return node?.kind === 'scalar' ? node : (key ?? node);
}
