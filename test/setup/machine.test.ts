import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { compareVersions, repositoryFolder, unzip } from './machine.mjs';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'plumbline-machine-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

function install(body: string): ReturnType<typeof spawn> {
  const source = `import { installOnce } from ${JSON.stringify(path.join(repositoryFolder, 'test/setup/machine.mjs'))};
    import { writeFileSync } from 'node:fs';
    const { fresh } = await installOnce('tool-1', async (draft) => { writeFileSync(draft + '/half', ''); ${body} });
    console.log(fresh);`;
  return spawn(process.execPath, ['--input-type=module', '--eval', source], {
    env: { ...process.env, PLUMBLINE_CACHE: folder },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

async function answerOf(child: ReturnType<typeof spawn>): Promise<string> {
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await once(child, 'close');
  return text.trim();
}

test('an install happens once', async () => {
  expect(await answerOf(install(''))).toBe('true');
  expect(await answerOf(install(''))).toBe('false');
});

test('an interrupted install is not taken for a complete one, and the next removes its rest', async () => {
  const child = install(
    `console.log('half way'); setInterval(() => undefined, 1000); await new Promise(() => undefined);`,
  );
  if (child.stdout) await once(child.stdout, 'data');
  const closed = once(child, 'close');
  child.kill('SIGKILL');
  await closed;
  expect(readdirSync(folder)).toHaveLength(1);
  expect(existsSync(path.join(folder, 'tool-1'))).toBe(false);
  expect(await answerOf(install(''))).toBe('true');
  expect(readdirSync(folder)).toEqual(['tool-1']);
});

test('a failed install leaves nothing', async () => {
  expect(await answerOf(install(`throw new Error('no network');`))).toBe('');
  expect(readdirSync(folder)).toEqual([]);
});

test('members of a zip archive come out as they went in, and a missing one is named', async () => {
  await writeFile(path.join(folder, 'long.txt'), 'ab'.repeat(10_000));
  await writeFile(path.join(folder, 'short.txt'), 'x');
  const git = (...words: string[]): Buffer => execFileSync('git', words, { cwd: folder });
  git('init', '--quiet');
  git('add', '.');
  git('archive', '--format=zip', '--output=a.zip', git('write-tree').toString().trim());
  const file = path.join(folder, 'a.zip');
  const members = await unzip(file, ['long.txt', 'short.txt']);
  expect(Buffer.from(members.get('long.txt') ?? []).toString()).toBe('ab'.repeat(10_000));
  expect(Buffer.from(members.get('short.txt') ?? []).toString()).toBe('x');
  await expect(unzip(file, ['none.txt'])).rejects.toThrow('holds no none.txt');
});

test('versions are compared by number', () => {
  expect(compareVersions('1.35.0', '1.9.1')).toBeGreaterThan(0);
  expect(compareVersions('1.36', '1.36.0')).toBe(0);
});
