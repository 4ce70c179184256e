import { parseImageName, type ImageName } from '../../../base/image-name.ts';
import { isIncludePath } from '../../../workspace/include-address.ts';
import type { Snapshot } from '../../../workspace/snapshot.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import type { YamlScalar } from '../../../yaml/node.ts';
import type { CodeAction, TextEdit } from '../../language.ts';
import { summarizeFile } from '../model/file-summary.ts';
import { imagesOfBlock } from '../model/image-nodes.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { pipelinesAround } from '../occurrences/places.ts';

/** An image's name where it is written as it is meant: without escapes. */
interface Use {
  readonly path: string;
  readonly node: YamlScalar;
}

/** Where the action is offered, and as what. */
interface PinPlace {
  readonly pipeline: Pipeline;
  readonly snapshot: Snapshot;
  readonly file: YamlFile;
  readonly offset: number;
}

type Options = Pick<CodeAction, 'kind' | 'fixes'>;

/**
 * Offers, at the name of an image, to write down which version its tag stands for today, behind the tag, as
 * `ruby:3.4@sha256:…`; also everywhere in the pipeline where the same is written. The registry is asked when one of
 * these is chosen.
 */
export function pinDigest(place: PinPlace, options: Options = { kind: 'refactor.rewrite' }): CodeAction[] {
  const use = useAt(place);
  const image = use && parseImageName(use.node.text);
  const disabled = use && reasonAgainst(use.node.text, place.snapshot);
  if (use === undefined) return [];
  if (disabled !== undefined) {
    return [{ ...options, title: image ? titleOf(image, [use]) : `Pin '${use.node.text}'`, edits: [], disabled }];
  }
  // A digest alone does not tell which tag it was taken from.
  if (image === undefined || use.node.text === `${image.bare}@${image.digest ?? ''}`) return [];
  const action = (uses: readonly Use[]): CodeAction => ({
    ...options,
    title: titleOf(image, uses),
    edits: [],
    asked: { image, edits: (digest, newest) => editsOf(newest, uses, `${image.bare}:${image.tag}@${digest}`) },
  });
  const all = usesOf(place, use.node.text);
  return [action([use]), ...(all.length > 1 ? [action(all)] : [])];
}

function titleOf({ bare, tag, digest }: ImageName, uses: readonly Use[]): string {
  const what =
    digest === undefined
      ? `Pin '${bare}:${tag}' to the version that runs today`
      : `Renew the digest of '${bare}:${tag}'`;
  if (uses.length === 1) return what;
  const files = new Set(uses.map(({ path }) => path)).size;
  return `${what}, in all ${uses.length} places${files === 1 ? '' : ` of ${files} files`}`;
}

/** The image under the cursor, or the only one on its line. */
function useAt({ file, offset }: PinPlace): Use | undefined {
  const line = file.lines.positionAt(offset).line;
  const onLine = usesIn(file).filter(({ node }) => {
    const range = file.rangeOf(node);
    return range !== undefined && file.lines.positionAt(range.start).line === line;
  });
  const [first, second] = onLine;
  if (second === undefined) return first;
  return onLine.find(({ node }) => {
    const range = file.rangeOf(node);
    return range !== undefined && range.start <= offset && offset <= range.end;
  });
}

/** Why nobody can look it up from here. */
function reasonAgainst(text: string, { settings }: Snapshot): string | undefined {
  if (/\$\{?CI_DEPENDENCY_PROXY_|\/dependency_proxy\/containers\//.test(text)) {
    return "GitLab's dependency proxy answers jobs, and people who are signed in to it";
  }
  const [open] = /\$\[\[.*?\]\]|\$\w+|\$\{\w+\}/.exec(text) ?? [];
  if (open !== undefined) return `what '${open}' stands for is known in the pipeline, not here`;
  return settings.includes.read
    ? undefined
    : "nothing is asked for beyond this workspace (setting 'plumbline.gitlabCi.readIncludes')";
}

/** In all pipelines of the project, as far as their files can be edited. */
function usesOf({ pipeline, snapshot }: PinPlace, text: string): Use[] {
  const files = pipelinesAround(snapshot, pipeline).flatMap((parts) => parts.map(({ file }) => file));
  return [...new Set(files)]
    .filter(({ path }) => !isIncludePath(path))
    .flatMap(usesIn)
    .filter(({ node }) => node.text === text);
}

/** An escape in quotes stands for other text than is written. */
function usesIn(file: YamlFile): Use[] {
  const { content, anchors } = summarizeFile(file);
  return (content?.blocks ?? [])
    .flatMap((block) => imagesOfBlock(block, anchors))
    .filter(({ node }) => node.block.text.slice(node.start, node.end).includes(node.text))
    .map(({ node }) => ({ path: file.path, node }));
}

function editsOf(snapshot: Snapshot, uses: readonly Use[], newText: string): TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  for (const { path, node } of uses) {
    const state = snapshot.file(path);
    const range = state.state === 'loaded' ? state.file.rangeOf(node) : undefined;
    if (range === undefined) return undefined;
    // What is around it, quotes and an anchor, stays.
    const start = range.start + node.block.text.slice(node.start, node.end).indexOf(node.text);
    edits.push({ path, range: { start, end: start + node.text.length }, newText });
  }
  return edits;
}
