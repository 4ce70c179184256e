import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { untilWorks, type Patience } from './patience.ts';

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

/** Changes a file on disk until the window shows it: what changes before the folder is watched is seen with the next change only. */
export async function writeUntil(
  file: string,
  text: string,
  seen: (patience: Patience) => Promise<void>,
): Promise<void> {
  await untilWorks(`to see the change of '${path.basename(file)}'`, async (patience) => {
    await writeFile(file, text);
    await seen(patience);
  });
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
