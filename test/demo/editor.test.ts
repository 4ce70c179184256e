import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensurePart } from '../setup/parts.mjs';
import { startInBrowser, type CodeServer, type Editor } from './editor.ts';
import { packageProduct, packageSignIn } from './package-extension.ts';

const execute = promisify(execFile);
let folder: string;
let program: CodeServer;
let editor: Editor;

beforeAll(async () => {
  const part = await ensurePart('vscode', { native: false });
  if (!part.ok) throw new Error(part.why);
  program = part.paths;
  folder = await mkdtemp(path.join(tmpdir(), 'plumbline-editor-'));
  editor = await startInBrowser(program, {
    folder,
    file: path.join(folder, 'a.yml'),
    home: folder,
    extensions: [await packageProduct(), await packageSignIn(folder)],
    environment: {},
  });
});

afterAll(async () => {
  await editor.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

describe('VS Code in the browser', () => {
  it('serves the workbench without a password, on this machine only', async () => {
    const url = new URL(editor.url ?? '');
    expect(url.hostname).toBe('127.0.0.1');
    expect(url.searchParams.get('folder')).toBe(folder);
    expect(await (await fetch(url)).text()).toContain('vs/code');
  });

  it('has the packaged product and the extension that signs in', async () => {
    const own = ['--config', path.join(folder, 'c.yaml'), '--extensions-dir', path.join(folder, 'e')];
    const { stdout } = await execute(program.node, [program.entry, ...own, '--list-extensions'], {
      env: { ...process.env, HOME: folder },
    });
    expect(stdout).toContain('plumbline.plumbline\n');
    expect(stdout).toContain('plumbline.plumbline-demo-sign-in\n');
  });

  it('ends when it is stopped', async () => {
    await editor.stop();
    await editor.ended;
    await expect(fetch(editor.url ?? '')).rejects.toThrow();
  });
});
