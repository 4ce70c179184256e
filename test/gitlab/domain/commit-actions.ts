import { lastCommitOf } from '../git/commits.ts';
import { findEntry, readBlob } from '../git/trees.ts';
import type { FileContent } from '../git/write.ts';
import { refuse } from '../http/answer.ts';
import { optionalFlag, optionalText, requiredText, type Input } from '../http/input.ts';

/** The files of a commit that is being put together: what Git has, with the actions before this one applied. */
export interface Draft {
  readonly repository: string;
  /** The commit that the actions start from; undefined in an empty repository. */
  readonly base: string | undefined;
  readonly files: Map<string, FileContent | null>;
}

async function current(draft: Draft, file: string): Promise<FileContent | 'folder' | undefined> {
  const changed = draft.files.get(file);
  if (changed !== undefined) return changed ?? undefined;
  const entry = draft.base === undefined ? undefined : await findEntry(draft.repository, draft.base, file);
  if (entry === undefined) return undefined;
  if (entry.type !== 'blob') return 'folder';
  return { content: await readBlob(draft.repository, entry.id), executable: entry.mode === '100755' };
}

function checkedPath(action: Input, name: string): string {
  const file = optionalText(action, name)?.trim() ?? '';
  if (file === '') return refuse(400, 'You must provide a file path');
  if (file.split('/').includes('..')) return refuse(400, 'Path cannot include directory traversal');
  if (file.split('/').includes('.git')) return refuse(400, `invalid path: '${file}'`);
  return file.replace(/^\/+/u, '');
}

function contentOf(action: Input): Buffer | undefined {
  const content = optionalText(action, 'content');
  return content === undefined
    ? undefined
    : Buffer.from(content, optionalText(action, 'encoding') === 'base64' ? 'base64' : 'utf8');
}

async function existing(draft: Draft, action: Input, file: string): Promise<FileContent> {
  const found = await current(draft, file);
  if (found === undefined || found === 'folder') return refuse(400, "A file with this name doesn't exist");
  const expected = optionalText(action, 'last_commit_id');
  if (expected !== undefined && draft.base !== undefined) {
    const actual = await lastCommitOf(draft.repository, draft.base, file);
    if (actual !== expected) refuse(400, `The file has changed since you started editing it: ${file}`);
  }
  return found;
}

async function absent(draft: Draft, file: string): Promise<void> {
  const found = await current(draft, file);
  if (found === 'folder') refuse(400, 'A directory with this name already exists');
  if (found !== undefined) refuse(400, 'A file with this name already exists');
}

async function move(draft: Draft, action: Input, file: string): Promise<void> {
  const previous = checkedPath(action, 'previous_path');
  const before = await existing(draft, action, previous);
  await absent(draft, file);
  draft.files.set(previous, null);
  draft.files.set(file, { ...before, content: contentOf(action) ?? before.content });
}

/** Applies one entry of `actions` to the draft, or refuses with the Git layer's words. */
export async function applyAction(draft: Draft, action: Input): Promise<void> {
  const kind = requiredText(action, 'action');
  const file = checkedPath(action, 'file_path');
  const executable = optionalFlag(action, 'execute_filemode');
  switch (kind) {
    case 'create':
      await absent(draft, file);
      draft.files.set(file, { content: contentOf(action) ?? Buffer.alloc(0), executable: executable === true });
      return;
    case 'update': {
      const before = await existing(draft, action, file);
      draft.files.set(file, { ...before, content: contentOf(action) ?? Buffer.alloc(0) });
      return;
    }
    case 'delete':
      await existing(draft, action, file);
      draft.files.set(file, null);
      return;
    case 'move':
      await move(draft, action, file);
      return;
    case 'chmod':
      draft.files.set(file, { ...(await existing(draft, action, file)), executable: executable === true });
      return;
    default:
      refuse(400, `Unknown action '${kind}'`);
  }
}
