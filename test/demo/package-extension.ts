import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const product = path.join(root, 'dist/plumbline.vsix');

async function newestChange(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  const times = await Promise.all(names.map(async (name) => (await stat(path.join(folder, name))).mtimeMs));
  return Math.max(0, ...times);
}

async function isFresh(): Promise<boolean> {
  const built = await stat(product).catch(() => undefined);
  if (built === undefined) return false;
  const sources = ['client/src', 'server/src', 'schemas'].map((folder) => newestChange(path.join(root, folder)));
  const manifest = (await stat(path.join(root, 'package.json'))).mtimeMs;
  return Math.max(manifest, ...(await Promise.all(sources))) <= built.mtimeMs;
}

/** The packaged product, made again when a source is newer; fails with what the build said. */
export async function packageProduct(): Promise<string> {
  if (!(await isFresh())) {
    await execute('npm', ['run', '--silent', 'package'], { cwd: root, maxBuffer: 1 << 26 });
  }
  return product;
}

/** The extension that signs the demo in, packaged into `folder`. */
export async function packageSignIn(folder: string): Promise<string> {
  const file = path.join(folder, 'plumbline-demo-sign-in.vsix');
  const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
  const options = ['--no-dependencies', '--allow-missing-repository', '--skip-license', '--out', file];
  const cwd = fileURLToPath(new URL('sign-in-extension/', import.meta.url));
  await execute(process.execPath, [vsce, 'package', ...options], { cwd });
  return file;
}
