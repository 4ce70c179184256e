import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface RunOptions {
  readonly folder: string;
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Bundles the command line program as it is shipped and answers how to run it. */
export async function buildProgram(
  name: string,
): Promise<(args: readonly string[], options: RunOptions) => Promise<Run>> {
  const program = path.join(ROOT, `.cache/cli-test/${name}.cjs`);
  const options = { bundle: true, platform: 'node', target: 'node20', format: 'cjs', logLevel: 'error' } as const;
  await build({
    ...options,
    absWorkingDir: ROOT,
    entryPoints: ['server/src/cli.ts'],
    outfile: program,
    mainFields: ['module', 'main'],
  });
  return (args, { folder, input = '', environment = {} }) =>
    new Promise((resolve) => {
      const env = { ...process.env, ...environment };
      const child = execFile(process.execPath, [program, ...args], { cwd: folder, env }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, stdout, stderr });
      });
      child.stdin?.end(input);
    });
}

/** A new folder with these files; its path holds no links. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-cli-')));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}
