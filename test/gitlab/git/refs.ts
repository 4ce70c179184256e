import { git, gitMaybe } from './run.ts';

/** Every ref and the object it points to. */
export type Refs = ReadonlyMap<string, string>;

export async function allRefs(repository: string): Promise<Refs> {
  const output = await git(repository, ['for-each-ref', '--format=%(objectname) %(refname)']);
  const refs = new Map<string, string>();
  for (const line of output.split('\n')) {
    const space = line.indexOf(' ');
    if (space > 0) refs.set(line.slice(space + 1), line.slice(0, space));
  }
  return refs;
}

/** Names of branches, sorted. */
export async function branchNames(repository: string): Promise<readonly string[]> {
  const output = await git(repository, ['for-each-ref', '--format=%(refname:lstrip=2)', 'refs/heads/']);
  return output.split('\n').filter((name) => name !== '');
}

export async function branchHead(repository: string, branch: string): Promise<string | undefined> {
  const id = await gitMaybe(repository, ['rev-parse', '--verify', '--quiet', `refs/heads/${branch}`]);
  return id === '' ? undefined : id;
}

export async function isValidBranchName(repository: string, branch: string): Promise<boolean> {
  return (
    !branch.startsWith('-') && (await gitMaybe(repository, ['check-ref-format', `refs/heads/${branch}`])) !== undefined
  );
}

export async function updateRef(repository: string, ref: string, id: string, before?: string): Promise<void> {
  await git(repository, ['update-ref', ref, id, ...(before === undefined ? [] : [before])]);
}

export async function deleteRef(repository: string, ref: string): Promise<void> {
  await git(repository, ['update-ref', '-d', ref]);
}

export async function isAncestor(repository: string, ancestor: string, descendant: string): Promise<boolean> {
  return (await gitMaybe(repository, ['merge-base', '--is-ancestor', ancestor, descendant])) !== undefined;
}

/** Whether a name (or a pattern with `*`, as protected branches have) covers the branch. */
export function covers(pattern: string, branch: string): boolean {
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/gu, '\\$&'))
    .join('.*');
  return new RegExp(`^${source}$`, 'u').test(branch);
}
