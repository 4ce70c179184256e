import type { Completion } from '../../language.ts';
import type { FileTree, Folder } from '../file-tree.ts';

/** More nobody reads; a longer beginning narrows it. */
const MAX_PATHS = 200;

/** What may follow a path that is typed, folder by folder, from the repository's root. Stars are not looked into. */
export function completePath(tree: FileTree, typed: string): readonly Omit<Completion, 'range'>[] {
  const slash = typed.lastIndexOf('/');
  const above = typed.slice(0, slash + 1);
  const folder = folderAt(tree, unescape(above));
  if (folder === undefined) return [];
  // Without a slash at its start a pattern fits in every folder, so whoever has typed nothing yet is offered one.
  const before = typed === '' ? '/' : above;
  const folders = [...folder.folders.keys()].sort().map((name) => ({ name: `${name}/`, kind: 'folder' as const }));
  const files = [...folder.files.keys()].sort().map((name) => ({ name, kind: 'file' as const }));
  return [...folders, ...files].slice(0, MAX_PATHS).map(({ name, kind }) => {
    const path = `${before}${escape(name, before)}`;
    return {
      label: path,
      kind,
      newText: path,
      sortText: `1${kind === 'folder' ? 0 : 1}${name}`,
      ...(kind === 'folder' && { continues: true }),
    };
  });
}

function folderAt({ root }: FileTree, path: string): Folder | undefined {
  const names = path.split('/').filter((name) => name !== '');
  return names.reduce<Folder | undefined>((folder, name) => folder?.folders.get(name), root);
}

/** What has a meaning in a pattern is written behind a backslash; a `#` only at the start of a line. */
function escape(name: string, before: string): string {
  const escaped = name.replace(/[\s*?[\\]/g, '\\$&');
  return before === '' ? escaped.replace(/^[#!]/, '\\$&') : escaped;
}

function unescape(path: string): string {
  return path.replace(/\\(.)/gs, '$1');
}
