import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const execute = promisify(execFile);

export interface Workspace {
  /** The clone that is opened. */
  readonly folder: string;
  /** The file that is shown first. */
  readonly file: string;
}

export interface EditorSetup extends Workspace {
  /** For the editor's own files. */
  readonly home: string;
  readonly extensions: readonly string[];
  /** Added to the environment, which the extensions see. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface Editor {
  /** What to open in a browser; undefined for a window of its own. */
  readonly url: string | undefined;
  /** Settles when the editor has ended by itself. */
  readonly ended: Promise<void>;
  readonly stop: () => Promise<void>;
}

/** What a first start would otherwise cover with questions, and nothing that changes how the product looks. */
const settings = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'git.autofetch': false,
  'git.openRepositoryInParentFolders': 'never',
};

interface Folders {
  readonly data: string;
  readonly extensions: string;
}

async function prepare(setup: EditorSetup): Promise<Folders> {
  // A socket's path is in it, and those are short: https://man7.org/linux/man-pages/man7/unix.7.html
  const folders = { data: path.join(setup.home, 'd'), extensions: path.join(setup.home, 'e') };
  await mkdir(path.join(folders.data, 'User'), { recursive: true });
  await writeFile(path.join(folders.data, 'User/settings.json'), JSON.stringify(settings, null, 2));
  return folders;
}

function editorEnvironment(setup: EditorSetup): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|npm_)/u.test(name));
  return { ...Object.fromEntries(inherited), ...setup.environment };
}

async function stopGroup(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return;
  try {
    process.kill(-child.pid, 'SIGTERM');
    await Promise.race([ended, pause(3000)]);
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The group has ended already.
  }
}

function started(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('error', () => {
      resolve();
    });
    child.once('exit', () => {
      resolve();
    });
  });
}

export interface CodeServer {
  readonly node: string;
  readonly entry: string;
}

/** VS Code in the browser: installs the extensions, starts code-server on 127.0.0.1 and answers when it serves. */
export async function startInBrowser(program: CodeServer, setup: EditorSetup): Promise<Editor> {
  const folders = await prepare(setup);
  const config = path.join(setup.home, 'config.yaml');
  await writeFile(config, '');
  const own = ['--config', config, '--user-data-dir', folders.data, '--extensions-dir', folders.extensions];
  const env = {
    ...editorEnvironment(setup),
    HOME: setup.home,
    XDG_DATA_HOME: setup.home,
    XDG_CONFIG_HOME: setup.home,
    XDG_CACHE_HOME: setup.home,
    // No marketplace is asked.
    EXTENSIONS_GALLERY: '{}',
  };
  for (const extension of setup.extensions) {
    await execute(program.node, [program.entry, ...own, '--install-extension', extension, '--force'], { env });
  }
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  const flags = ['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'];
  const child = spawn(
    program.node,
    [program.entry, ...own, '--bind-addr', address, '--auth', 'none', ...flags, '--disable-workspace-trust'],
    { env, detached: true, stdio: 'ignore', cwd: setup.folder },
  );
  const ended = started(child);
  const stop = (): Promise<void> => stopGroup(child, ended);
  await untilServing(`http://${address}/healthz`, child).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  const open = JSON.stringify([['openFile', `vscode-remote://${address}${setup.file}`]]);
  const query = new URLSearchParams({ folder: setup.folder, payload: open });
  return { url: `http://${address}/?${query.toString()}`, ended, stop };
}

async function untilServing(url: string, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null || child.pid === undefined) throw new Error('VS Code ended before it served anything');
    const status = await fetch(url).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 200) return;
    await pause(100);
  }
}

/** A window of an installed VS Code with folders of its own, so that the user's settings stay as they are. */
export async function startOnDesktop(code: string, setup: EditorSetup): Promise<Editor> {
  const folders = await prepare(setup);
  const own = ['--user-data-dir', folders.data, '--extensions-dir', folders.extensions];
  const env = editorEnvironment(setup);
  for (const extension of setup.extensions) {
    await execute(code, [...own, '--install-extension', extension, '--force'], { env });
  }
  const child = spawn(code, [...own, '--new-window', '--wait', setup.folder, '--goto', `${setup.file}:1`], {
    env,
    detached: true,
    stdio: 'ignore',
  });
  const ended = started(child);
  return { url: undefined, ended, stop: () => stopGroup(child, ended) };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}
