import { rootOf, type Snapshot } from '../../../workspace/snapshot.ts';
import { includeAddress, includePath } from '../../../workspace/include-address.ts';
import { globPattern, hasVariables, isGlob, type IncludeItem } from './include-items.ts';
import { elsewhereTarget, type IncludeTarget, type Including } from './include-elsewhere.ts';

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
  if (hasVariables(item.target)) {
    const because = `'${item.target}' depends on variables`;
    return { state: 'unknown', because, tell: `${because} that only a pipeline knows`, isUsual: true };
  }
  if (including.state === 'project') return fileOfProject(including, item.target);
  return localFiles(snapshot, projectRoot, item.target);
}

/** What the `local` of an including file counts from. */
export function includingFile(snapshot: Pick<Snapshot, 'file'>, root: string, from: string | undefined): Including {
  const address = from === undefined ? undefined : includeAddress(from);
  if (from === undefined || address === undefined || address.kind === 'template') return { state: 'workspace', root };
  if (address.kind === 'remote') return { state: 'address', root };
  const state = snapshot.file(from);
  const source = state.state === 'loaded' ? state.source : undefined;
  const { instance, project } = address;
  const written = address.kind === 'project' ? address.ref : address.version;
  return { state: 'project', root, instance, project: source?.project ?? project, commit: source?.commit ?? written };
}

function fileOfProject(
  { instance, project, commit }: Extract<Including, { state: 'project' }>,
  target: string,
): IncludeTarget {
  if (isGlob(target)) {
    const because = `which files of '${project}' fit '${target}' is not known`;
    return { state: 'unknown', because, tell: because };
  }
  const path = includePath({ kind: 'project', instance, project, ref: commit, path: clean(target) });
  return { state: 'files', paths: [path] };
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
    (path) => path.startsWith(prefix) && /\.ya?ml$/i.test(path) && expression.test(path.slice(prefix.length)),
  );
  ofListing.set(key, found);
  return found;
}
