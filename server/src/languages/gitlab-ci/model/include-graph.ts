import { describeInclude, isIncludePath } from '../../../workspace/include-address.ts';
import { rootOf, type FileState, type Snapshot } from '../../../workspace/snapshot.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import { summarizeFile, type FileSummary } from './file-summary.ts';
import type { IncludeItem } from './include-items.ts';
import { resolveInclude } from './include-target.ts';

export { resolveInclude, type IncludeTarget } from './include-target.ts';

/** An include, and the path of the file that holds it. */
export interface Inclusion {
  readonly item: IncludeItem;
  readonly from: string;
}

/** A pipeline's files: an entry file and what it includes. */
export interface IncludeGraph {
  readonly entry: string;
  readonly projectRoot: string;
  /** In the order in which GitLab merges them: later ones win, the entry is last. Each once. */
  readonly files: readonly YamlFile[];
  readonly paths: ReadonlySet<string>;
  /** By path, each include that leads to a file. */
  readonly inclusions: ReadonlyMap<string, readonly Inclusion[]>;
  /** Files that `trigger:include` starts as child pipelines of their own. */
  readonly children: ReadonlySet<string>;
  /** Those of them that are one file of several in their `trigger:include`: what the others say is not looked at. */
  readonly parts: ReadonlySet<string>;
  /** What could not be read; empty when the whole pipeline is known. */
  readonly unknown: readonly string[];
}

/** GitLab's limit on includes in a pipeline (https://docs.gitlab.com/ci/yaml/#include). */
export const MAX_INCLUDES = 150;

const graphs = new WeakMap<Snapshot, Map<string, IncludeGraph>>();

/** The graph of an entry file, the same object within a snapshot. What is not read yet makes it unknown. */
export function includeGraph(snapshot: Snapshot, entry: string): IncludeGraph {
  const ofSnapshot = graphs.get(snapshot) ?? new Map<string, IncludeGraph>();
  graphs.set(snapshot, ofSnapshot);
  const before = ofSnapshot.get(entry);
  if (before !== undefined) return before;
  const graph = walk(snapshot, entry);
  ofSnapshot.set(entry, graph);
  return graph;
}

function walk(snapshot: Snapshot, entry: string): IncludeGraph {
  const projectRoot = projectRootOf(snapshot, entry);
  const files: YamlFile[] = [];
  const paths = new Set<string>();
  const children = new Set<string>();
  const parts = new Set<string>();
  const unknown: string[] = [];
  const inclusions = new Map<string, Inclusion[]>();
  const include = (path: string, inclusion: Inclusion): void => {
    const before = inclusions.get(path);
    if (before === undefined) inclusions.set(path, [inclusion]);
    else before.push(inclusion);
    visit(path);
  };
  const follow = (item: IncludeItem, from: string): void => {
    const target = resolveInclude(snapshot, projectRoot, item, from);
    if (target.state === 'files') for (const path of target.paths) include(path, { item, from });
    else if (target.state === 'unknown') unknown.push(target.because);
    else if (target.state === 'invalid') unknown.push(target.message);
    else if (!item.conditional) unknown.push(`'${item.target}' does not exist`);
  };
  const visit = (path: string): void => {
    if (paths.has(path) || paths.size > MAX_INCLUDES) return;
    paths.add(path);
    const state = snapshot.file(path);
    if (state.state !== 'loaded') {
      if (state.state !== 'missing' || path === entry) unknown.push(whyNotRead(path, state));
      return;
    }
    const summary = summarizeFile(state.file);
    for (const item of summary.includes) follow(item, path);
    for (const { item, isPart } of triggersOf(summary)) {
      const target = resolveInclude(snapshot, projectRoot, item, path);
      for (const child of target.state === 'files' ? target.paths : []) {
        children.add(child);
        if (isPart) parts.add(child);
      }
    }
    files.push(state.file);
  };
  visit(entry);
  return { entry, projectRoot, files, paths, inclusions, children, parts, unknown };
}

function whyNotRead(path: string, state: FileState): string {
  const name = `'${describeInclude(path)}'`;
  return state.state === 'unreadable' && state.fault !== undefined
    ? state.fault.message
    : `${name} is not read${state.state === 'pending' ? ' yet' : ''}`;
}

/** The child pipelines that lie in the workspace: only those can include a file of it. */
export function localChildren({ children }: IncludeGraph): string[] {
  return [...children].filter((child) => !isIncludePath(child));
}

function triggersOf({ jobs }: FileSummary): { readonly item: IncludeItem; readonly isPart: boolean }[] {
  return [...jobs.values()].flatMap(({ triggers }) => triggers.map((item) => ({ item, isPart: triggers.length > 1 })));
}

export const ENTRY_NAME = '.gitlab-ci.yml';

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

/** The pipeline file of the project that a path lies in: `.gitlab-ci.yml`, or the one that the project's settings name. */
export function entryOf(snapshot: Snapshot, path: string): string {
  const root = projectRootOf(snapshot, path);
  const usual = `${root}/${ENTRY_NAME}`;
  if (snapshot.exists(usual) !== false) return usual;
  const home = snapshot.projectHome(root);
  return home?.state === 'known' && home.pipelineFile !== undefined ? `${root}/${home.pipelineFile}` : usual;
}

function rootThatIncludes(snapshot: Snapshot, path: string): string {
  const includes = (root: string): boolean => {
    const graph = includeGraph(snapshot, `${root}/${ENTRY_NAME}`);
    if (graph.paths.has(path) || graph.children.has(path)) return true;
    return [...graph.children].some((child) => includeGraph(snapshot, child).paths.has(path));
  };
  return snapshot.roots.find(includes) ?? snapshot.roots[0] ?? '';
}
