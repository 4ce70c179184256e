import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensurePart } from '../setup/parts.mjs';
import { startCluster, type TestCluster } from './start-cluster.ts';

const execute = promisify(execFile);
let cluster: TestCluster;
let kubectl: string;

beforeAll(async () => {
  const part = await ensurePart('kubectl');
  if (!part.ok) throw new Error(part.why);
  kubectl = part.paths.kubectl;
  cluster = await startCluster();
});

afterAll(async () => {
  await cluster.stop();
});

function ask(context: string, ...args: string[]): Promise<{ stdout: string; stderr: string }> {
  return execute(kubectl, ['--kubeconfig', cluster.kubeconfig, '--context', context, ...args]);
}

test('the admin of the kubeconfig may write and read', async () => {
  await ask('plumbline-test', 'create', 'configmap', 'greeting', '--from-literal=text=hello');
  const { stdout } = await ask('plumbline-test', 'get', 'configmap', 'greeting', '-o', 'jsonpath={.data.text}');
  expect(stdout).toBe('hello');
});

test('the server says which release it is', async () => {
  const { stdout } = await ask('plumbline-test', 'get', '--raw', '/version');
  expect(JSON.parse(stdout)).toMatchObject({ gitVersion: 'v1.36.3', minor: '36' });
});

test('the reader is refused with the words of a real 403', async () => {
  await expect(ask('plumbline-reader', 'get', 'pods')).rejects.toThrow(
    'pods is forbidden: User "reader" cannot list resource "pods" in API group "" in the namespace "default"',
  );
});

test('the expired credential is refused with a real 401', async () => {
  await expect(ask('plumbline-expired', 'get', 'pods')).rejects.toThrow('Unauthorized');
});

test('stop leaves neither processes nor files', async () => {
  const short = await startCluster();
  await short.stop();
  await short.stop();
  expect(existsSync(path.dirname(short.kubeconfig))).toBe(false);
  await expect(fetch(short.url)).rejects.toThrow();
  expect(await running(path.dirname(short.kubeconfig))).toEqual([]);
});

test('a cluster ends with the process that started it, even when that is killed', async () => {
  const dir = await mkdtemp(path.join(tmpdir(), 'plumbline-killed-'));
  const source = `import { startCluster } from './test/cluster/start-cluster.ts';
    startCluster({ dir: ${JSON.stringify(dir)} }).then(() => console.log('up'));`;
  const starter = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(starter.stdout, 'data');
  expect(await running(dir)).toHaveLength(2);
  starter.kill('SIGKILL');
  await expect.poll(() => running(dir), { timeout: 60_000 }).toEqual([]);
  await rm(dir, { recursive: true });
});

async function running(dir: string): Promise<string[]> {
  const { stdout } = await execute('ps', ['-eo', 'args']);
  return stdout.split('\n').filter((line) => line.includes(`${dir}/`));
}
