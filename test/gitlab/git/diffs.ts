import { git } from './run.ts';

/** One changed file as GitLab's API prints it. */
interface FileDiff {
  readonly diff: string;
  readonly collapsed: boolean;
  readonly too_large: boolean;
  readonly new_path: string;
  readonly old_path: string;
  readonly a_mode: string;
  readonly b_mode: string;
  readonly new_file: boolean;
  readonly renamed_file: boolean;
  readonly deleted_file: boolean;
  readonly generated_file: boolean;
}

interface RawChange {
  readonly oldMode: string;
  readonly newMode: string;
  readonly status: string;
  readonly oldPath: string;
  readonly newPath: string;
}

/** `git diff --raw -z`: `:100644 100644 <old> <new> R086\0old\0new\0`. */
function parseRaw(output: string): RawChange[] {
  const fields = output.split('\0');
  const changes: RawChange[] = [];
  for (let index = 0; index + 1 < fields.length;) {
    const [oldMode = '', newMode = '', , , code = ''] = (fields[index] ?? '').replace(/^:/u, '').split(' ');
    const status = code.charAt(0);
    const moved = status === 'R' || status === 'C';
    const oldPath = fields[index + 1] ?? '';
    changes.push({ oldMode, newMode, status, oldPath, newPath: moved ? (fields[index + 2] ?? '') : oldPath });
    index += moved ? 3 : 2;
  }
  return changes;
}

/** The hunks only: GitLab leaves the `---` and `+++` lines out unless `unidiff` is asked for. */
function hunks(patch: string, change: RawChange, unidiff: boolean): string {
  const start = patch.search(/^@@ /mu);
  if (start < 0) return '';
  const body = patch.slice(start);
  if (!unidiff) return body;
  const before = change.status === 'A' ? '/dev/null' : `a/${change.oldPath}`;
  const after = change.status === 'D' ? '/dev/null' : `b/${change.newPath}`;
  return `--- ${before}\n+++ ${after}\n${body}`;
}

/** What changed from one commit (or tree) to another, renames found. */
export async function diffs(
  repository: string,
  from: string,
  to: string,
  unidiff = false,
): Promise<readonly FileDiff[]> {
  const raw = parseRaw(await git(repository, ['diff', '--raw', '-z', '-M', '--abbrev=40', from, to]));
  const patch = await git(repository, ['diff', '-M', '--no-color', '--no-ext-diff', from, to]);
  // Lines of a hunk begin with a space, '+', '-' or '\', so this line only ever starts a file.
  const patches = patch.split(/^diff --git /mu).slice(1);
  return raw.map((change, index) => ({
    diff: hunks(patches[index] ?? '', change, unidiff),
    collapsed: false,
    too_large: false,
    new_path: change.newPath,
    old_path: change.oldPath,
    a_mode: change.oldMode === '000000' ? '0' : change.oldMode,
    b_mode: change.newMode === '000000' ? '0' : change.newMode,
    new_file: change.status === 'A',
    renamed_file: change.status === 'R',
    deleted_file: change.status === 'D',
    generated_file: false,
  }));
}

/** Git's name for the tree without files: the "parent" of a first commit. */
export const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

export async function changedPaths(repository: string, from: string, to: string): Promise<readonly string[]> {
  const output = await git(repository, ['diff', '--name-only', '-z', '--no-renames', from, to]);
  return output.split('\0').filter((path) => path !== '');
}
