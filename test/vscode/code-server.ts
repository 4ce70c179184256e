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
  /** Which code-server; the one of the test's own parts when absent. */
  readonly program?: { readonly node: string; readonly entry: string };
  /** For its own files; a temporary folder that `stop` removes when absent. */
  readonly folder?: string;
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
  /** Settles when it has ended, by itself or stopped. */
  readonly ended: Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Keeps a first start from covering the screen with questions and offers; the product looks as it does for users. */
export const firstStartSettings = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'git.autofetch': false,
  'git.openRepositoryInParentFolders': 'never',
};

/** Makes what a test sees the same every time. */
const steadySettings = {
  'workbench.colorTheme': 'Default Light Modern',
  'workbench.reduceMotion': 'on',
  'editor.cursorBlinking': 'solid',
  'editor.minimap.enabled': false,
  // A list of proposals comes in its own time: Enter in a text that is typed makes a line, whether it is there or not.
  'editor.acceptSuggestionOnEnter': 'off',
  'window.confirmBeforeClose': 'never',
  // While the window loads, the focus goes where it was; a palette that is open already must stay.
  'workbench.quickOpen.closeOnFocusLost': false,
  // As on the desktop; in a browser it is on.
  'files.autoSave': 'off',
};

/** A VS Code for tests. */
export function startTestServer(options: CodeServerOptions = {}): Promise<CodeServer> {
  return startCodeServer({ ...options, settings: { ...steadySettings, ...options.settings } });
}

/** Installs the extensions, starts code-server and answers when it serves. */
export async function startCodeServer(options: CodeServerOptions): Promise<CodeServer> {
  const { node, entry } = options.program ?? (await installedProgram());
  // A socket's path is in it, and those are short.
  const folder = options.folder ?? (await mkdtemp(path.join(tmpdir(), 'pv-')));
  const words = ['--config', path.join(folder, 'c.yaml'), '--user-data-dir', path.join(folder, 'd')];
  words.push('--extensions-dir', path.join(folder, 'e'));
  await mkdir(path.join(folder, 'd/User'), { recursive: true });
  await writeFile(path.join(folder, 'c.yaml'), '');
  const settings = JSON.stringify({ ...firstStartSettings, ...options.settings });
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
  const ended = endOf(child);
  const stop = async (): Promise<void> => {
    await endGroup(child, ended);
    if (options.folder === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  await untilServing(`http://${address}/healthz`, child).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { url: `http://${address}`, address, folder, ended, stop };
}

async function installedProgram(): Promise<{ readonly node: string; readonly entry: string }> {
  const part = await ensurePart('vscode');
  if (!part.ok) throw new Error(`There is no VS Code: ${part.why}`);
  return { node: part.paths.node, entry: part.paths.entry };
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

/** Settles when the process has ended or could not be started. */
export function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('error', () => {
      resolve();
    });
    child.once('exit', () => {
      resolve();
    });
  });
}

/** Ends a process that was started `detached`, with its children: for the editor the extension host and our language server. */
export async function endGroup(child: ChildProcess, ended: Promise<void>): Promise<void> {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null) return;
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
