import { createHash } from 'node:crypto';
import { commitThroughApi } from '../domain/api-commits.ts';
import { lastCommitOf, resolve } from '../git/commits.ts';
import { findEntry, listTree, readBlob, type TreeEntry } from '../git/trees.ts';
import { empty, json, notFound, text, type Answer } from '../http/answer.ts';
import { optionalFlag, optionalText, requiredText, requireParameters } from '../http/input.ts';
import { paginate } from '../http/pagination.ts';
import { segment, type ProjectCall, type Route } from '../http/router.ts';
import { projectRoute } from './project-route.ts';

const readsRepository = ['read_repository'];

interface FileEntity {
  readonly fields: Readonly<Record<string, string | number | boolean>>;
  readonly content: Buffer;
}

async function findFile(call: ProjectCall, ref: string): Promise<FileEntity> {
  const { repository } = call.project;
  const path = segment(call, 'file_path');
  const commit = await resolve(repository, ref);
  if (commit === undefined) return notFound('Commit');
  const entry = await findEntry(repository, commit, path);
  if (entry?.type !== 'blob') return notFound('File');
  const content = await readBlob(repository, entry.id);
  const fields = {
    file_name: path.slice(path.lastIndexOf('/') + 1),
    file_path: path,
    size: content.length,
    encoding: 'base64',
    content_sha256: createHash('sha256').update(content).digest('hex'),
    ref,
    blob_id: entry.id,
    commit_id: commit,
    last_commit_id: await lastCommitOf(repository, commit, path),
    execute_filemode: entry.mode === '100755',
  };
  return { fields, content };
}

/** `file_path` becomes `X-Gitlab-File-Path`, and so on. */
function fileHeaders(file: FileEntity): Record<string, string> {
  const headers = Object.entries(file.fields).map(([name, value]) => {
    const words = name.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
    return [`X-Gitlab-${words.join('-')}`, encodeURI(String(value))];
  });
  return Object.fromEntries(headers) as Record<string, string>;
}

async function showFile(call: ProjectCall): Promise<Answer> {
  requireParameters(call.input, 'ref');
  const file = await findFile(call, requiredText(call.input, 'ref'));
  const { content_sha256: hash, ...before } = file.fields;
  return json(
    200,
    { ...before, content: file.content.toString('base64'), content_sha256: hash },
    call.method === 'HEAD' ? fileHeaders(file) : {},
  );
}

async function showRawFile(call: ProjectCall): Promise<Answer> {
  const file = await findFile(call, optionalText(call.input, 'ref') ?? call.project.defaultBranch);
  const binary = file.content.includes(0);
  return text(200, file.content, {
    'Content-Type': binary ? 'application/octet-stream' : 'text/plain; charset=utf-8',
    'Content-Disposition': `inline; filename="${encodeURI(String(file.fields['file_name']))}"`,
    ...fileHeaders(file),
  });
}

function writeFile(action: 'create' | 'update' | 'delete', status: number) {
  return async (call: ProjectCall): Promise<Answer> => {
    requireParameters(call.input, 'branch', 'commit_message', ...(action === 'delete' ? [] : ['content']));
    const path = segment(call, 'file_path');
    await commitThroughApi(call, [{ ...call.input, action, file_path: path }]);
    return status === 204 ? empty(204) : json(status, { file_path: path, branch: requiredText(call.input, 'branch') });
  };
}

function renderEntry(entry: TreeEntry): Record<string, string> {
  const name = entry.path.slice(entry.path.lastIndexOf('/') + 1);
  return { id: entry.id, name, type: entry.type, path: entry.path, mode: entry.mode };
}

async function showTree(call: ProjectCall): Promise<Answer> {
  const { project, input } = call;
  const commit = await resolve(project.repository, optionalText(input, 'ref') ?? project.defaultBranch);
  const path = optionalText(input, 'path') ?? '';
  const recursive = optionalFlag(input, 'recursive') === true;
  const entries = commit === undefined ? undefined : await listTree(project.repository, commit, path, recursive);
  return entries === undefined ? notFound('Tree') : paginate(call, entries, renderEntry);
}

export const fileRoutes: readonly Route[] = [
  projectRoute('GET', '/repository/files/:file_path', showFile, readsRepository),
  projectRoute('GET', '/repository/files/:file_path/raw', showRawFile, readsRepository),
  projectRoute('POST', '/repository/files/:file_path', writeFile('create', 201)),
  projectRoute('PUT', '/repository/files/:file_path', writeFile('update', 200)),
  projectRoute('DELETE', '/repository/files/:file_path', writeFile('delete', 204)),
  projectRoute('GET', '/repository/tree', showTree),
];
