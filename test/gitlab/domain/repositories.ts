import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { installHooks } from '../git/hooks.ts';
import { branchHead, updateRef } from '../git/refs.ts';
import { git } from '../git/run.ts';
import { writeCommit, type FileContent } from '../git/write.ts';
import { timestamp, type ProjectRecord, type State, type UserRecord } from '../state.ts';
import { refsChanged } from './pushes.ts';

/** Makes a bare repository that takes pushes over HTTP and gives its folder. */
export async function createRepository(state: State, id: number, defaultBranch: string): Promise<string> {
  const folder = path.join(state.folder, 'repositories', `${id}.git`);
  await mkdir(folder, { recursive: true });
  await git(folder, ['init', '--quiet', '--bare', '--template=', `--initial-branch=${defaultBranch}`, '.']);
  await mkdir(path.join(folder, 'hooks'), { recursive: true });
  for (const [name, value] of [
    ['http.receivepack', 'true'],
    ['receive.advertisePushOptions', 'true'],
    ['uploadpack.allowFilter', 'true'],
    ['uploadpack.allowReachableSHA1InWant', 'true'],
    ['gc.auto', '0'],
  ] as const) {
    await git(folder, ['config', name, value]);
  }
  await installHooks(folder);
  return folder;
}

export interface BranchCommit {
  readonly branch: string;
  readonly message: string;
  readonly author: UserRecord;
  /** Text by path; `null` removes the file. */
  readonly files: Readonly<Record<string, string | null>>;
  readonly at?: Date;
  /** Where a branch that does not exist yet starts; by default at the default branch. */
  readonly startBranch?: string;
  /** No pipeline for it, as with `git push -o ci.skip`. */
  readonly withoutPipeline?: boolean;
}

/** Adds one commit to a branch (made when it is not there) as a push by `author` would, protected or not. */
export async function commitToBranch(state: State, project: ProjectRecord, commit: BranchCommit): Promise<string> {
  const start = commit.startBranch ?? project.defaultBranch;
  const own = await branchHead(project.repository, commit.branch);
  const parent = own ?? (await branchHead(project.repository, start));
  const files = new Map<string, FileContent | null>(
    Object.entries(commit.files).map(([file, content]) => [
      file,
      content === null ? null : { content: Buffer.from(content), executable: file.endsWith('.sh') },
    ]),
  );
  const id = await writeCommit(project.repository, {
    message: commit.message.endsWith('\n') ? commit.message : `${commit.message}\n`,
    author: commit.author,
    committer: commit.author,
    date: (commit.at ?? state.now()).toISOString(),
    parents: parent === undefined ? [] : [parent],
    base: parent,
    files,
  });
  await updateRef(project.repository, `refs/heads/${commit.branch}`, id);
  project.lastActivityAt = timestamp(state);
  if (commit.withoutPipeline === true) return id;
  const change = { ref: `refs/heads/${commit.branch}`, before: own, after: id };
  await refsChanged(state, project, commit.author, [change]);
  return id;
}
