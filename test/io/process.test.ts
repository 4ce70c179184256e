import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cancellable, neverCancelled } from '../../server/src/base/cancellation.ts';
import { runTool, withoutValues, type ToolRequest } from '../../server/src/io/process.ts';

let cwd: string;

beforeEach(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), 'plumbline-process-'));
});

afterEach(async () => {
  await rm(cwd, { recursive: true });
});

function node(source: string, change: Partial<ToolRequest> = {}): ReturnType<typeof runTool> {
  return runTool({ executable: process.execPath, args: ['--eval', source], cwd, token: neverCancelled, ...change });
}

test('a tool gets its input and answers both outputs and its code', async () => {
  const source = `process.stdin.on('data', (d) => process.stdout.write('got ' + d)); console.error('hm'); process.exitCode = 3;`;
  expect(await node(source, { input: 'größe' })).toEqual({
    ok: true,
    value: { stdout: 'got größe', stderr: 'hm\n', code: 3 },
  });
});

test('arguments are never read by a shell', async () => {
  const words = ['$(touch x)', '; touch x', '`touch x`', '*'];
  const answer = await runTool({
    executable: process.execPath,
    args: ['--eval', 'console.log(JSON.stringify(process.argv.slice(1)))', ...words],
    cwd,
    token: neverCancelled,
  });
  expect(answer).toMatchObject({ ok: true, value: { stdout: `${JSON.stringify(words)}\n` } });
  expect(existsSync(path.join(cwd, 'x'))).toBe(false);
});

test('a missing tool is named with the way to get it', async () => {
  expect(await node('', { executable: 'no-such-tool', howToGetIt: 'Install it from example.com.' })).toMatchObject({
    ok: false,
    problem: { code: 'missing-tool', action: 'Install it from example.com.' },
  });
  expect(JSON.stringify(await node('', { executable: 'no-such-tool' }))).toContain("'no-such-tool'");
});

test('a folder that is not there is not taken for a missing tool', async () => {
  expect(await node('', { cwd: path.join(cwd, 'gone') })).toMatchObject({ ok: false, problem: { code: 'not-found' } });
});

test('a tool that takes too long is ended with its children', async () => {
  const child = `require('fs').writeFileSync('pid', String(process.pid)); setInterval(() => {}, 1000)`;
  const source = `require('child_process').spawn(process.execPath, ['--eval', ${JSON.stringify(child)}], { stdio: 'inherit' });
    setInterval(() => {}, 1000)`;
  expect(await node(source, { timeout: 1500 })).toMatchObject({ ok: false, problem: { code: 'timeout' } });
  const pid = Number(await readFile(path.join(cwd, 'pid'), 'utf8'));
  await expect.poll(() => isRunning(pid), { timeout: 20_000 }).toBe(false);
});

test('a cancelled tool is ended, and one that is cancelled before it starts never runs', async () => {
  const { token, cancel } = cancellable();
  const answer = node('setInterval(() => {}, 1000)', { token });
  cancel();
  expect(await answer).toMatchObject({ ok: false, problem: { code: 'cancelled' } });
  expect(await node(`require('fs').writeFileSync('ran', '')`, { token })).toMatchObject({ ok: false });
  expect(existsSync(path.join(cwd, 'ran'))).toBe(false);
});

test('a tool that prints without end is ended', async () => {
  const source = `const line = 'x'.repeat(65536); const go = () => process.stdout.write(line, go); go()`;
  expect(await node(source, { maxBytes: 1024 * 1024 })).toEqual({
    ok: false,
    problem: { code: 'tool-failed', message: `'${process.execPath}' printed more than 1 MB and was ended.` },
  });
});

test('what a tool says about a secret is hidden', async () => {
  const answer = await node(`console.error('cannot use hush-hush here')`, { secrets: ['hush-hush', ''] });
  expect(answer).toMatchObject({ ok: true, value: { stderr: 'cannot use *** here\n' } });
  expect(withoutValues('a.b', ['.'])).toBe('a***b');
});

test('bytes that are no text can be had', async () => {
  const answer = await node('process.stdout.write(Buffer.from([0, 255, 128]))', { encoding: 'latin1' });
  expect(answer).toMatchObject({ ok: true, value: { stdout: '\u0000\u00ff\u0080' } });
});

/** A process that has ended and that nobody has waited for yet counts as ended. */
async function isRunning(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return !stat.includes(') Z ');
}

test('a program of the folder is not started, whatever PATH says', async () => {
  await writeFile(path.join(cwd, 'git'), '#!/bin/sh\necho from the folder\n', { mode: 0o755 });
  for (const PATH of ['.', '', `:${process.env['PATH'] ?? ''}`, `.:${process.env['PATH'] ?? ''}`]) {
    const answer = await runTool({
      executable: 'git',
      args: ['--version'],
      cwd,
      environment: { PATH },
      token: neverCancelled,
    });
    expect(JSON.stringify(answer), PATH).not.toContain('from the folder');
  }
});
