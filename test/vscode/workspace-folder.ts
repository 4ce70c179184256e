import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

export interface WorkspaceFolder {
  readonly path: string;
  readonly remove: () => Promise<void>;
}

/** A temporary folder with the given files, by path. */
export async function makeFolder(files: Readonly<Record<string, string>>): Promise<WorkspaceFolder> {
  const folder = await mkdtemp(path.join(tmpdir(), 'plumbline-folder-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  return { path: folder, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

export async function git(folder: string, ...words: readonly string[]): Promise<string> {
  const { stdout } = await execute('git', words, { cwd: folder });
  return stdout.trim();
}

/** `needs` names a job that is not there, one letter off. */
export const brokenPipeline = `stages: [build, deploy]

compile:
  stage: build
  script: [make]

release:
  stage: deploy
  needs: [complie]
  script: [make release]
`;
