import { describeInclude, isIncludePath } from '../../../workspace/include-address.ts';
import { perSnapshot } from '../../../workspace/derived.ts';
import { rootOf, type FileState, type Snapshot } from '../../../workspace/snapshot.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import { summarizeFile, type FileSummary } from './file-summary.ts';
import type { IncludeItem } from './include-items.ts';
import { resolveInclude } from './include-target.ts';
import { ENTRY_NAME, mainEntry } from './main-entry.ts';

export { ENTRY_NAME } from './main-entry.ts';
export { resolveInclude, type IncludeTarget } from './include-target.ts';

/** An include, and the path of the file that holds it. */
export interface Inclusion {
  readonly item: IncludeItem;
  readonly from: string;
}

/** A pipeline's files: an entry file and what it includes. */
export interface IncludeGraph {
  /** The path of the entry file; of a child pipeline of several files what `childEntry` makes of their paths. */
  readonly entry: string;
  readonly projectRoot: string;
  /** In the order in which GitLab merges them: later ones win, the entry is last. Each once. */
  readonly files: readonly YamlFile[];
  readonly paths: ReadonlySet<string>;
  /** By path, each include that leads to a file. */
  readonly inclusions: ReadonlyMap<string, readonly Inclusion[]>;
  /** The pipelines that `trigger:include` starts, by their entry. */
  readonly children: ReadonlyMap<string, ChildStart>;
  /** For a child pipeline: how it is started. */
  readonly start: ChildStart | undefined;
  /** What could not be read; empty when the whole pipeline is known. */
  readonly unknown: readonly string[];
}

/** How a child pipeline is started. */
export interface ChildStart {
  /** The files that `trigger:include` names. GitLab merges them as if an entry file included them in this order. */
  readonly paths: readonly string[];
  /** What leads to them. */
  readonly includes: readonly { readonly path: string; readonly inclusion: Inclusion }[];
  /** Where the other files of its `trigger:include` lie is not known, so what they say is not known either. */
  readonly isPart: boolean;
}

/** What stands between the paths of an entry of several files; no path has one. */
const BETWEEN = '\0';

/** The entry of a child pipeline of one file, or of several. */
function childEntry(paths: readonly string[]): string {
  return paths.join(BETWEEN);
}

/** The files that a pipeline starts from: but for a child pipeline of several files it is one. */
export function entryPaths(entry: string): readonly string[] {
  return entry.split(BETWEEN);
}

/** GitLab's limit on includes in a pipeline (https://docs.gitlab.com/ci/yaml/#include). */
export const MAX_INCLUDES = 150;

/**
 * The graph of an entry file, the same object within a snapshot. What is not read yet makes it unknown. Of a child
 * pipeline `start` says with which inputs it is started.
 */
export function includeGraph(snapshot: Snapshot, entry: string, start?: ChildStart): IncludeGraph {
  return walk(snapshot, entry, start);
}

const walk = perSnapshot((snapshot, entry: string, start: ChildStart | undefined): IncludeGraph => {
  const starts = entryPaths(entry);
  const projectRoot = projectRootOf(snapshot, starts.find((path) => !isIncludePath(path)) ?? entry);
  const files: YamlFile[] = [];
  const paths = new Set<string>();
  const children = new Map<string, ChildStart>();
  const unknown: string[] = [];
  const inclusions = new Map<string, Inclusion[]>();
  const note = (path: string, inclusion: Inclusion): void => {
    const before = inclusions.get(path);
    if (before === undefined) inclusions.set(path, [inclusion]);
    else before.push(inclusion);
  };
  const follow = (item: IncludeItem, from: string): void => {
    const target = resolveInclude(snapshot, projectRoot, item, from);
    for (const path of target.state === 'files' ? target.paths : []) {
      note(path, { item, from });
      visit(path);
    }
    if (target.state === 'unknown') unknown.push(target.because);
    else if (target.state === 'invalid') unknown.push(target.message);
    else if (target.state === 'missing' && !item.conditional) unknown.push(`'${item.target}' does not exist`);
  };
  const visit = (path: string): void => {
    if (paths.has(path) || paths.size > MAX_INCLUDES) return;
    paths.add(path);
    const state = snapshot.file(path);
    if (state.state !== 'loaded') {
      if (state.state !== 'missing' || starts.includes(path)) unknown.push(whyNotRead(path, state));
      return;
    }
    const summary = summarizeFile(state.file);
    for (const item of summary.includes) follow(item, path);
    for (const child of childrenOf(summary, path, (item) => resolveInclude(snapshot, projectRoot, item, path))) {
      const key = childEntry(child.paths);
      const before = children.get(key);
      children.set(key, before === undefined ? child : both(before, child));
    }
    files.push(state.file);
  };
  for (const { path, inclusion } of start?.includes ?? []) note(path, inclusion);
  for (const path of starts) visit(path);
  return { entry, projectRoot, files, paths, inclusions, children, start, unknown };
});

function both(one: ChildStart, other: ChildStart): ChildStart {
  const includes = [...one.includes, ...other.includes];
  return { paths: one.paths, includes, isPart: one.isPart || other.isPart };
}

function whyNotRead(path: string, state: FileState): string {
  const name = `'${describeInclude(path)}'`;
  return state.state === 'unreadable' && state.fault !== undefined
    ? state.fault.message
    : `${name} is not read${state.state === 'pending' ? ' yet' : ''}`;
}

/** https://docs.gitlab.com/ci/pipelines/downstream_pipelines/#nested-child-pipelines */
export const CHILD_LEVELS = 2;

/** The graphs of the child pipelines that a pipeline starts, then of those that they start: GitLab goes no further. */
export function childGraphs(snapshot: Snapshot, graph: IncludeGraph): Generator<IncludeGraph> {
  return descendants(snapshot, graph, () => true);
}

/** Those of them that have files in the workspace: only they can include a file of it. */
export function localChildGraphs(snapshot: Snapshot, graph: IncludeGraph): Generator<IncludeGraph> {
  return descendants(snapshot, graph, ({ paths }) => !paths.every(isIncludePath));
}

function* descendants(
  snapshot: Snapshot,
  graph: IncludeGraph,
  isWanted: (start: ChildStart) => boolean,
): Generator<IncludeGraph> {
  const seen = new Set([graph.entry]);
  let level = [graph];
  for (let depth = 0; depth < CHILD_LEVELS; depth++) {
    const next: IncludeGraph[] = [];
    for (const [entry, start] of level.flatMap(({ children }) => [...children])) {
      if (seen.has(entry) || !isWanted(start)) continue;
      seen.add(entry);
      const child = includeGraph(snapshot, entry, start);
      next.push(child);
      yield child;
    }
    level = next;
  }
}

/** The child pipelines that the jobs of a file start. Files whose company is not known are taken one by one. */
function* childrenOf(
  { jobs }: FileSummary,
  from: string,
  resolve: (item: IncludeItem) => ReturnType<typeof resolveInclude>,
): Generator<ChildStart> {
  for (const { triggers } of jobs.values()) {
    const targets = triggers.map((item) => ({ item, target: resolve(item) }));
    const includes = targets.flatMap(({ item, target }) =>
      target.state === 'files' ? target.paths.map((path) => ({ path, inclusion: { item, from } })) : [],
    );
    if (includes.length === 0) continue;
    if (targets.every(({ target }) => target.state === 'files')) {
      yield { paths: includes.map(({ path }) => path), includes, isPart: false };
    } else {
      for (const each of includes) yield { paths: [each.path], includes: [each], isPart: triggers.length > 1 };
    }
  }
}

/**
 * The folder that a pipeline's `local` paths count from: the outermost folder between the workspace folder and the file
 * that has a `.gitlab-ci.yml`, else the workspace folder. A workspace may hold several projects side by side. For an
 * included file from elsewhere it is the workspace folder whose pipeline includes it. No project lies in a hidden folder:
 * `.gitlab/.gitlab-ci.yml` is the pipeline of the project around it, which its settings name.
 */
export function projectRootOf(snapshot: Snapshot, path: string): string {
  if (isIncludePath(path)) return rootThatIncludes(snapshot, path);
  const workspaceRoot = rootOf(snapshot, path);
  const inner = path
    .slice(workspaceRoot.length + 1)
    .split('/')
    .slice(0, -1);
  let folder = workspaceRoot;
  for (const name of ['', ...inner]) {
    if (name.startsWith('.')) break;
    folder = name === '' ? folder : `${folder}/${name}`;
    if (snapshot.exists(`${folder}/${ENTRY_NAME}`) === true) return folder;
  }
  return workspaceRoot;
}

/** The file that the pipeline of the project starts from that a path lies in, see `mainEntry`. */
export function entryOf(snapshot: Snapshot, path: string): string {
  return mainEntry(snapshot, projectRootOf(snapshot, path));
}

function rootThatIncludes(snapshot: Snapshot, path: string): string {
  const includes = (root: string): boolean => {
    const entry = mainEntry(snapshot, root);
    if (entry === path) return true;
    const graph = includeGraph(snapshot, entry);
    // A child pipeline of its own is known by its name, before its graph is looked at, which asks for its root.
    const starts = ({ children }: IncludeGraph): boolean =>
      [...children.values()].some(({ paths }) => paths.includes(path));
    if (graph.paths.has(path) || starts(graph)) return true;
    for (const child of childGraphs(snapshot, graph)) if (child.paths.has(path) || starts(child)) return true;
    return false;
  };
  return snapshot.roots.find(includes) ?? snapshot.roots[0] ?? '';
}
