import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { git } from './run.ts';

interface Signature {
  readonly name: string;
  readonly email: string;
}

interface NewCommit {
  readonly message: string;
  readonly author: Signature;
  readonly committer: Signature;
  /** ISO 8601. */
  readonly date: string;
  readonly parents: readonly string[];
  /** The commit whose tree is changed; without one the tree starts empty. */
  readonly base: string | undefined;
  /** New content by path; `null` removes the file. */
  readonly files: ReadonlyMap<string, FileContent | null>;
}

export interface FileContent {
  readonly content: Buffer;
  readonly executable: boolean;
}

/** Writes a commit without touching any ref and gives its id. */
export async function writeCommit(repository: string, commit: NewCommit): Promise<string> {
  const folder = await mkdtemp(path.join(repository, 'index-'));
  const environment = { GIT_INDEX_FILE: path.join(folder, 'index') };
  try {
    await git(repository, ['read-tree', ...(commit.base === undefined ? ['--empty'] : [commit.base])], { environment });
    const lines: string[] = [];
    for (const [file, content] of commit.files) lines.push(await indexLine(repository, file, content));
    await git(repository, ['update-index', '-z', '--index-info'], { environment, input: lines.join('') });
    const tree = (await git(repository, ['write-tree'], { environment })).trim();
    return await commitTree(repository, tree, commit);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function indexLine(repository: string, file: string, content: FileContent | null): Promise<string> {
  if (content === null) return `0 ${'0'.repeat(40)}\t${file}\0`;
  const id = (await git(repository, ['hash-object', '-w', '--stdin'], { input: content.content })).trim();
  return `${content.executable ? '100755' : '100644'} ${id}\t${file}\0`;
}

async function commitTree(
  repository: string,
  tree: string,
  commit: Pick<NewCommit, 'message' | 'author' | 'committer' | 'date' | 'parents'>,
): Promise<string> {
  const environment = {
    GIT_AUTHOR_NAME: commit.author.name,
    GIT_AUTHOR_EMAIL: commit.author.email,
    GIT_AUTHOR_DATE: commit.date,
    GIT_COMMITTER_NAME: commit.committer.name,
    GIT_COMMITTER_EMAIL: commit.committer.email,
    GIT_COMMITTER_DATE: commit.date,
  };
  const parents = commit.parents.flatMap((parent) => ['-p', parent]);
  const output = await git(repository, ['commit-tree', tree, ...parents], { environment, input: commit.message });
  return output.trim();
}
