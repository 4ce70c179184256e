import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { closeSync, openSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ensurePart } from '../setup/parts.mjs';

const execute = promisify(execFile);

export interface CodeServerOptions {
  /** Packages that are installed first. */
  readonly extensions?: readonly string[];
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** Further flags of code-server. */
  readonly flags?: readonly string[];
}

/** A private VS Code on 127.0.0.1 with folders of its own. */
export interface CodeServer {
  readonly url: string;
  readonly address: string;
  /** Everything that it writes lies below: user data, extensions, logs, its HOME. */
  readonly folder: string;
  readonly stop: () => Promise<void>;
}

/** Keeps a first start from covering the screen with questions and offers. */
const quietSettings = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.colorTheme': 'Default Light Modern',
  'workbench.reduceMotion': 'on',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'editor.cursorBlinking': 'solid',
  'editor.minimap.enabled': false,
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'window.confirmBeforeClose': 'never',
  // As on the desktop; in a browser it is on.
  'files.autoSave': 'off',
  'git.autofetch': false,
  'git.openRepositoryInParentFolders': 'never',
};

export async function startCodeServer(options: CodeServerOptions = {}): Promise<CodeServer> {
  const part = await ensurePart('vscode');
  if (!part.ok) throw new Error(`There is no VS Code: ${part.why}`);
  const { node, entry } = part.paths;
  // A socket's path is in it, and those are short.
  const folder = await mkdtemp(path.join(tmpdir(), 'pv-'));
  const words = ['--config', path.join(folder, 'c.yaml'), '--user-data-dir', path.join(folder, 'd')];
  words.push('--extensions-dir', path.join(folder, 'e'));
  await mkdir(path.join(folder, 'd/User'), { recursive: true });
  await writeFile(path.join(folder, 'c.yaml'), '');
  const settings = JSON.stringify({ ...quietSettings, ...options.settings });
  await writeFile(path.join(folder, 'd/User/settings.json'), settings);
  const env = environmentOf(folder, options.environment);
  for (const extension of options.extensions ?? [])
    await execute(node, [entry, ...words, '--install-extension', extension, '--force'], { env });
  const address = `127.0.0.1:${await freePort()}`;
  const flags = ['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'];
  const log = openSync(path.join(folder, 'server.log'), 'w');
  const child = spawn(
    node,
    [entry, ...words, '--bind-addr', address, '--auth', 'none', ...flags, ...(options.flags ?? [])],
    { env, detached: true, stdio: ['ignore', log, log] },
  );
  closeSync(log);
  const stop = async (): Promise<void> => {
    await endGroup(child);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  await untilServing(`http://${address}/healthz`, child);
  return { url: `http://${address}`, address, folder, stop };
}

function environmentOf(folder: string, added: CodeServerOptions['environment']): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|npm_|VITEST)/u.test(name));
  return {
    ...Object.fromEntries(inherited),
    HOME: folder,
    XDG_CONFIG_HOME: folder,
    XDG_DATA_HOME: folder,
    XDG_CACHE_HOME: folder,
    // No marketplace is asked.
    EXTENSIONS_GALLERY: '{}',
    ...added,
  };
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

/** The server, its extension host and our language server: a group of processes of its own. */
async function endGroup(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  signal(pid, 'SIGTERM');
  await Promise.race([ended, pause(3000)]);
  signal(pid, 'SIGKILL');
}

function signal(group: number, name: NodeJS.Signals): void {
  try {
    process.kill(-group, name);
  } catch {
    // The group has ended already.
  }
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
