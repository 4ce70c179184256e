import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/** Text of every file below a folder, by its path with forward slashes. */
export async function readFolder(folder: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const name of await readdir(folder, { recursive: true })) {
    const full = path.join(folder, name);
    if (!(await stat(full)).isFile()) continue;
    files[name.split(path.sep).join('/')] = await readFile(full, 'utf8');
  }
  return files;
}
