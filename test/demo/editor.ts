import { execFile, spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { endGroup, endOf, firstStartSettings, startCodeServer } from '../vscode/code-server.ts';

const execute = promisify(execFile);

interface Workspace {
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

function editorEnvironment(setup: EditorSetup): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|npm_)/u.test(name));
  return { ...Object.fromEntries(inherited), ...setup.environment };
}

export interface CodeServer {
  readonly node: string;
  readonly entry: string;
}

/** VS Code in the browser, on 127.0.0.1. */
export async function startInBrowser(program: CodeServer, setup: EditorSetup): Promise<Editor> {
  const { extensions, environment, folder, file, home } = setup;
  const flags = ['--disable-workspace-trust'];
  const server = await startCodeServer({ program, folder: home, extensions, environment, flags });
  const payload = JSON.stringify([['openFile', `vscode-remote://${server.address}${file}`]]);
  const query = new URLSearchParams({ folder, payload });
  return { url: `${server.url}/?${query.toString()}`, ended: server.ended, stop: server.stop };
}

/** A window of an installed VS Code with folders of its own, so that the user's settings stay as they are. */
export async function startOnDesktop(code: string, setup: EditorSetup): Promise<Editor> {
  const data = path.join(setup.home, 'd');
  await mkdir(path.join(data, 'User'), { recursive: true });
  await writeFile(path.join(data, 'User/settings.json'), JSON.stringify(firstStartSettings, null, 2));
  const own = ['--user-data-dir', data, '--extensions-dir', path.join(setup.home, 'e')];
  const env = editorEnvironment(setup);
  for (const extension of setup.extensions) {
    await execute(code, [...own, '--install-extension', extension, '--force'], { env });
  }
  const child = spawn(code, [...own, '--new-window', '--wait', setup.folder, '--goto', `${setup.file}:1`], {
    env,
    detached: true,
    stdio: 'ignore',
  });
  const ended = endOf(child);
  return { url: undefined, ended, stop: () => endGroup(child, ended) };
}
