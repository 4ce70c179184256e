import { rootOf, type Snapshot } from '../../../workspace/snapshot.ts';
import { includeAddress, includePath } from '../../../workspace/include-address.ts';
import { globPattern, hasVariables, isGlob, type IncludeItem } from './include-items.ts';
import { expandKnownVariables } from './include-variables.ts';
import { projectTree } from './project-tree.ts';
import { dependsOnVariables, elsewhereTarget, type IncludeTarget, type Including } from './include-elsewhere.ts';

export type { IncludeTarget };

/**
 * Where an include item leads. Paths of `local` count from the project's root, with or without a leading slash; in a
 * file of another project (`from`) from that project's root, at the commit that the file is of.
 */
export function resolveInclude(
  snapshot: Snapshot,
  projectRoot: string,
  item: IncludeItem,
  from?: string,
): IncludeTarget {
  const including = includingFile(snapshot, projectRoot, from);
  if (item.kind !== 'local') return elsewhereTarget(snapshot, including, item);
  if (including.state === 'address') {
    const message = `A file that is included by its address belongs to no project, so it cannot include the local file '${item.target}'`;
    return { state: 'invalid', message };
  }
  const home = hasVariables(item.target) ? snapshot.projectHome(including.root) : undefined;
  const target = expandKnownVariables(item.target, home);
  if (target === undefined) return dependsOnVariables(item.target, home);
  if (including.state === 'project') return filesOfProject(snapshot, including, target);
  return localFiles(snapshot, projectRoot, target);
}

/** What the `local` of an including file counts from. */
export function includingFile(snapshot: Pick<Snapshot, 'file'>, root: string, from: string | undefined): Including {
  const address = from === undefined ? undefined : includeAddress(from);
  switch (address?.kind) {
    case 'remote':
      return { state: 'address', root };
    case 'project':
      return inProject(snapshot, { ...address, root, from, written: address.ref });
    case 'component':
      return inProject(snapshot, { ...address, root, from, written: address.version });
    case 'template':
    case 'tree':
    case undefined:
      return { state: 'workspace', root };
  }
}

interface PlaceInProject {
  readonly root: string;
  readonly from: string | undefined;
  readonly instance: string;
  readonly project: string;
  /** The revision that the include names. */
  readonly written: string;
}

/** At the commit that the file was read at, as soon as that is known. */
function inProject(
  snapshot: Pick<Snapshot, 'file'>,
  { root, from = '', instance, project, written }: PlaceInProject,
): Including {
  const state = snapshot.file(from);
  const source = state.state === 'loaded' ? state.source : undefined;
  return { state: 'project', root, instance, project: source?.project ?? project, commit: source?.commit ?? written };
}

/** What `local` means in a file of another project, as it is at that file's commit. */
export function filesOfProject(
  snapshot: Pick<Snapshot, 'file'>,
  { instance, project, commit }: Extract<Including, { state: 'project' }>,
  target: string,
): IncludeTarget {
  const place = { instance, project, ref: commit };
  const pattern = clean(target);
  if (!isGlob(pattern)) return { state: 'files', paths: [includePath({ kind: 'project', ...place, path: pattern })] };
  const tree = projectTree(snapshot, place, [pattern]);
  if (tree.state === 'unknown') {
    const because = `it is not known which files of '${project}' fit '${target}': ${tree.because}`;
    return { state: 'unknown', because, ...(tree.fault && { tell: because }) };
  }
  const expression = globPattern(pattern);
  const paths = tree.paths.filter((path) => isYamlPath(path) && expression.test(path)).toSorted();
  if (paths.length === 0) return { state: 'missing', path: pattern };
  return { state: 'files', paths: paths.map((path) => includePath({ kind: 'project', ...place, path })) };
}

function isYamlPath(path: string): boolean {
  return /\.ya?ml$/i.test(path);
}

function localFiles(snapshot: Snapshot, projectRoot: string, target: string): IncludeTarget {
  if (isGlob(target)) return resolveGlob(snapshot, projectRoot, target);
  const path = `${projectRoot}/${clean(target)}`;
  const exists = snapshot.exists(path) ?? stateExists(snapshot, path);
  if (exists === undefined) return { state: 'unknown', because: `'${target}' is not read yet` };
  return exists ? { state: 'files', paths: [path] } : { state: 'missing', path };
}

function clean(target: string): string {
  return target.replace(/^\/+/, '').replace(/^(?:\.\/)+/, '');
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
    (path) => path.startsWith(prefix) && isYamlPath(path) && expression.test(path.slice(prefix.length)),
  );
  ofListing.set(key, found);
  return found;
}
