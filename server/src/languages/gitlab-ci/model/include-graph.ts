import { rootOf, type Snapshot } from '../../../workspace/snapshot.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import { summarizeFile, type FileSummary } from './file-summary.ts';
import { globPattern, hasVariables, isGlob, type IncludeItem } from './include-items.ts';

/** What an include item leads to. */
export type IncludeTarget =
  | { readonly state: 'files'; readonly paths: readonly string[] }
  /** The workspace does not have it. */
  | { readonly state: 'missing'; readonly path: string }
  /** It lies elsewhere, is not read yet, or depends on what only GitLab knows. */
  | { readonly state: 'unknown'; readonly because: string };

/** A pipeline's files: an entry file and what it includes. */
export interface IncludeGraph {
  readonly entry: string;
  readonly projectRoot: string;
  /** In the order in which GitLab merges them: later ones win, the entry is last. Each once. */
  readonly files: readonly YamlFile[];
  readonly paths: ReadonlySet<string>;
  /** Local files that `trigger:include` starts as child pipelines of their own. */
  readonly children: ReadonlySet<string>;
  /** What could not be read; empty when the whole pipeline is known. */
  readonly unknown: readonly string[];
}

/** GitLab's limit on includes in a pipeline (https://docs.gitlab.com/ci/yaml/#include). */
export const MAX_INCLUDES = 150;

const graphs = new WeakMap<Snapshot, Map<string, IncludeGraph>>();

/** The graph of an entry file, the same object within a snapshot. Local includes only: others make it unknown. */
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
  const unknown: string[] = [];
  const follow = (item: IncludeItem, found: (path: string) => void): void => {
    const target = resolveInclude(snapshot, projectRoot, item);
    if (target.state === 'files') target.paths.forEach(found);
    else if (target.state === 'unknown') unknown.push(target.because);
    else if (!item.conditional) unknown.push(`'${item.target}' does not exist`);
  };
  const visit = (path: string): void => {
    if (paths.has(path) || paths.size > MAX_INCLUDES) return;
    paths.add(path);
    const state = snapshot.file(path);
    if (state.state !== 'loaded') {
      if (state.state !== 'missing' || path === entry) unknown.push(`'${path}' is not read`);
      return;
    }
    const summary = summarizeFile(state.file);
    for (const item of summary.includes) follow(item, visit);
    for (const item of triggersOf(summary)) {
      const target = resolveInclude(snapshot, projectRoot, item);
      if (target.state === 'files') for (const child of target.paths) children.add(child);
    }
    files.push(state.file);
  };
  visit(entry);
  return { entry, projectRoot, files, paths, children, unknown };
}

function triggersOf({ jobs }: FileSummary): IncludeItem[] {
  return [...jobs.values()].flatMap((job) => job.triggers);
}

/** Where an include item leads. Paths of `local` count from the project's root, with or without a leading slash. */
export function resolveInclude(snapshot: Snapshot, projectRoot: string, item: IncludeItem): IncludeTarget {
  if (item.kind !== 'local') return { state: 'unknown', because: describe(item) };
  if (hasVariables(item.target)) {
    return { state: 'unknown', because: `'${item.target}' depends on variables` };
  }
  if (isGlob(item.target)) return resolveGlob(snapshot, projectRoot, item.target);
  const path = `${projectRoot}/${item.target.replace(/^\/+/, '').replace(/^(?:\.\/)+/, '')}`;
  const exists = snapshot.exists(path) ?? stateExists(snapshot, path);
  if (exists === undefined) return { state: 'unknown', because: `'${item.target}' is not read yet` };
  return exists ? { state: 'files', paths: [path] } : { state: 'missing', path };
}

/** Without a listing only the file itself tells; asking for it makes the host read it. */
function stateExists(snapshot: Snapshot, path: string): boolean | undefined {
  const { state } = snapshot.file(path);
  return state === 'pending' ? undefined : state !== 'missing';
}

function resolveGlob(snapshot: Snapshot, projectRoot: string, pattern: string): IncludeTarget {
  const listed = snapshot.filesBelow(rootOf(snapshot, `${projectRoot}/.`));
  if (listed === undefined) return { state: 'unknown', because: `the files of '${pattern}' are not listed yet` };
  const paths = matchingFiles(listed, projectRoot, pattern);
  return paths.length === 0 ? { state: 'missing', path: `${projectRoot}/${pattern}` } : { state: 'files', paths };
}

const matches = new WeakMap<readonly string[], Map<string, readonly string[]>>();

/** Kept per listing: a repository may have a hundred thousand files, and a listing is the same for many snapshots. */
function matchingFiles(listed: readonly string[], projectRoot: string, pattern: string): readonly string[] {
  const ofListing = matches.get(listed) ?? new Map<string, readonly string[]>();
  matches.set(listed, ofListing);
  const key = `${projectRoot}\n${pattern}`;
  const before = ofListing.get(key);
  if (before !== undefined) return before;
  const expression = globPattern(pattern);
  const prefix = `${projectRoot}/`;
  const found = listed.filter(
    (path) => path.startsWith(prefix) && /\.ya?ml$/i.test(path) && expression.test(path.slice(prefix.length)),
  );
  ofListing.set(key, found);
  return found;
}

function describe(item: IncludeItem): string {
  return item.kind === 'unknown'
    ? 'an include is not plain text'
    : `${item.kind} '${item.target}' is not in this workspace`;
}

export const ENTRY_NAME = '.gitlab-ci.yml';

/**
 * The folder that a pipeline's `local` paths count from: the outermost folder between the workspace folder and the file
 * that has a `.gitlab-ci.yml`, else the workspace folder. A workspace may hold several projects side by side.
 */
export function projectRootOf(snapshot: Snapshot, path: string): string {
  const workspaceRoot = rootOf(snapshot, path);
  const inner = path
    .slice(workspaceRoot.length + 1)
    .split('/')
    .slice(0, -1);
  let folder = workspaceRoot;
  for (const name of ['', ...inner]) {
    folder = name === '' ? folder : `${folder}/${name}`;
    if (snapshot.exists(`${folder}/${ENTRY_NAME}`) === true) return folder;
  }
  return workspaceRoot;
}
