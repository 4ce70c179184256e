import { isFloating, newestRelease } from '../../../base/component-version.ts';
import type { OffsetRange } from '../../../base/range.ts';
import type { Snapshot } from '../../../workspace/snapshot.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import { includeAddress, isIncludePath } from '../../../workspace/include-address.ts';
import type { CodeAction, TextEdit } from '../../language.ts';
import { summarizeFile } from '../model/file-summary.ts';
import { resolveInclude } from '../model/include-graph.ts';
import type { IncludeItem } from '../model/include-items.ts';
import type { Pipeline } from '../model/pipeline.ts';

/** A use of a component, with where its version is written. */
interface ComponentUse {
  readonly file: YamlFile;
  /** `host/group/project/name`, as written. */
  readonly name: string;
  readonly version: string;
  readonly at: OffsetRange;
  readonly item: IncludeItem;
}

/** Offers, at the use of a component, its newest release as far as GitLab has told the releases. */
export function componentVersions(pipeline: Pipeline, snapshot: Snapshot, { file, offset }: Place): CodeAction[] {
  const use = usesIn(file).find((each) => touches(each, offset));
  const tags = use === undefined ? [] : releasesOf(pipeline, snapshot, use);
  if (use === undefined || tags.length === 0) return [];
  if (isFloating(use.version)) {
    const release = newestRelease(use.version, tags);
    if (release === undefined) return [];
    const title = `Pin to release '${release}'`;
    return [{ title, kind: 'refactor.rewrite', edits: [edit(use, release)] }];
  }
  const newest = newestRelease('~latest', tags);
  if (newest === undefined || newest === use.version || newestRelease('~latest', [newest, use.version]) !== newest)
    return [];
  return bumps(pipeline, use, newest);
}

interface Place {
  readonly file: YamlFile;
  readonly offset: number;
}

function bumps(pipeline: Pipeline, use: ComponentUse, newest: string): CodeAction[] {
  const all = pipeline.summaries
    .filter(({ file }) => !isIncludePath(file.path))
    .flatMap(({ file }) => usesIn(file))
    .filter(({ name, version }) => projectOf(name) === projectOf(use.name) && version === use.version);
  const here: CodeAction = {
    title: `Change to the newest release '${newest}'`,
    kind: 'refactor.rewrite',
    edits: [edit(use, newest)],
  };
  if (all.length < 2) return [here];
  const title = `Change all ${all.length} components of '${projectOf(use.name)}' from '${use.version}' to '${newest}'`;
  return [here, { title, kind: 'refactor.rewrite', edits: () => all.map((each) => edit(each, newest)) }];
}

function edit({ file, at }: ComponentUse, version: string): TextEdit {
  return { path: file.path, range: at, newText: version };
}

/** All components of a project have its releases. */
function projectOf(name: string): string {
  return name.slice(0, name.lastIndexOf('/'));
}

function touches({ file, item }: ComponentUse, offset: number): boolean {
  const range = file.rangeOf(item.at);
  return range !== undefined && range.start <= offset && offset <= range.end;
}

function usesIn(file: YamlFile): ComponentUse[] {
  const summary = summarizeFile(file);
  const items = [...summary.includes, ...[...summary.jobs.values()].flatMap(({ triggers }) => triggers)];
  return items.flatMap((item): ComponentUse[] => {
    const range = file.rangeOf(item.at);
    const written = range && file.text.slice(range.start, range.end);
    const split = item.target.lastIndexOf('@');
    // An alias or an escape stands for other text than is written.
    if (item.kind !== 'component' || range === undefined || split === -1 || written?.includes(item.target) !== true) {
      return [];
    }
    const start = range.start + written.indexOf(item.target) + split + 1;
    const version = item.target.slice(split + 1);
    return [{ file, item, name: item.target.slice(0, split), version, at: { start, end: start + version.length } }];
  });
}

/** The tags of the component's project; asking is the sign that they are wanted, so the next time they may be known. */
function releasesOf({ graph }: Pipeline, snapshot: Snapshot, { file, item }: ComponentUse): string[] {
  const target = resolveInclude(snapshot, graph.projectRoot, item, file.path);
  const address = target.state === 'files' ? includeAddress(target.paths[0] ?? '') : undefined;
  if (address?.kind !== 'component') return [];
  const names = snapshot.names({ kind: 'refs', folder: graph.projectRoot, project: address.project }) ?? [];
  return names.filter(({ detail }) => detail === 'tag').map(({ name }) => name);
}
