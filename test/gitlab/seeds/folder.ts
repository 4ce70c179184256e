import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Text of every file below a folder, by its path with forward slashes. */
export async function readFolder(folder: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((candidate) => candidate.isFile())) {
    const full = path.join(entry.parentPath, entry.name);
    files[path.relative(folder, full).split(path.sep).join('/')] = await readFile(full, 'utf8');
  }
  return files;
}
