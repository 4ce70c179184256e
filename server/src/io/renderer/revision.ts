import type { CancellationToken } from '../../base/cancellation.ts';
import { failure, success, type Result } from '../../base/result.ts';
import { gitEnvironment } from '../git/environment.ts';
import { runTool } from '../process.ts';
import { MAX_FILE_BYTES, type TemporaryTree } from './temporary-tree.ts';

interface RevisionRequest {
  readonly git: string;
  readonly root: string;
  readonly revision: string;
  readonly environment: NodeJS.ProcessEnv;
}

interface TreeEntry {
  readonly isLink: boolean;
  readonly id: string;
  readonly size: number;
  readonly path: string;
}

/** Beyond this, only files that can hold manifests are taken. */
const MAX_TREE_BYTES = 64 * 1024 * 1024;

/**
 * Lays the files of a revision into a folder, byte by byte as Git has them: no filter of the repository runs (an LFS filter
 * would load from the network) and neither index nor working tree is touched. Submodules stay empty.
 */
export async function layOutRevision(
  request: RevisionRequest,
  tree: TemporaryTree,
  token: CancellationToken,
): Promise<Result<void>> {
  const listed = await git(
    request,
    ['ls-tree', '-r', '-z', '-l', '--full-tree', '--end-of-options', request.revision],
    { token },
  );
  if (!listed.ok) return listed;
  const entries = chosen(Buffer.from(listed.value, 'latin1').toString('utf8').split('\0').flatMap(treeEntry));
  const input = entries.map(({ id }) => `${id}\n`).join('');
  const contents = await git(request, ['cat-file', '--batch'], { input, token });
  if (!contents.ok) return contents;
  let at = 0;
  for (const entry of entries) {
    // `<id> blob <size>\n<content>\n`: https://git-scm.com/docs/git-cat-file#_batch_output
    const start = contents.value.indexOf('\n', at) + 1;
    const isMissing = contents.value.slice(at, start).endsWith(' missing\n');
    at = isMissing ? start : start + entry.size + 1;
    // A partial clone has not everything. What is needed and not there, the tool will name.
    if (isMissing) continue;
    const content = Buffer.from(contents.value.slice(start, start + entry.size), 'latin1');
    if (entry.isLink) tree.link(entry.path, content.toString('utf8'));
    else await tree.write(entry.path, content);
  }
  return success(undefined);
}

function treeEntry(line: string): TreeEntry[] {
  const found = /^(\d+) blob ([0-9a-f]+) +(\d+)\t(.+)$/su.exec(line);
  const [, mode = '', id = '', size = '', path = ''] = found ?? [];
  const entry = { isLink: mode === '120000', id, size: Number(size), path };
  return found === null || entry.size > MAX_FILE_BYTES ? [] : [entry];
}

function chosen(entries: readonly TreeEntry[]): readonly TreeEntry[] {
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  return total <= MAX_TREE_BYTES
    ? entries
    : entries.filter(({ path }) => /\.(ya?ml|json)$|(^|\/)Kustomization$/u.test(path));
}

/** Output as Latin-1, which keeps every byte. */
async function git(
  { git: executable, root, environment }: RevisionRequest,
  args: readonly string[],
  { input, token }: { readonly input?: string; readonly token: CancellationToken },
): Promise<Result<string>> {
  const answer = await runTool({
    executable,
    args,
    cwd: root,
    environment: gitEnvironment(environment, { GIT_OPTIONAL_LOCKS: '0', GIT_NO_LAZY_FETCH: '1' }),
    ...(input !== undefined && { input }),
    encoding: 'latin1',
    token,
  });
  if (!answer.ok) return answer;
  if (answer.value.code === 0) return success(answer.value.stdout);
  return failure({
    code: 'tool-failed',
    message: `Git could not read the files of a revision in '${root}'.`,
    action: 'Fetch the branch that is compared with, then try again.',
    detail: answer.value.stderr.trim(),
  });
}
