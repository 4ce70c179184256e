import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ownText, ownValueAt } from '../../server/src/base/record.ts';
import { canonicalQuantity, parseQuantity } from '../../server/src/plan/kubernetes/quantity.ts';
import { ensurePart } from '../setup/parts.mjs';
import { startCluster, type TestCluster } from './start-cluster.ts';

const execute = promisify(execFile);
let cluster: TestCluster;
let folder = '';

beforeAll(async () => {
  cluster = await startCluster();
  folder = await mkdtemp(path.join(tmpdir(), 'plumbline-quantities-'));
});

afterAll(async () => {
  await cluster.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Binary ones that lose their suffix among them: nothing says any more what they were when they are read back. */
const TEXTS = [
  '971562.5Ki',
  '1.5Ki',
  '1536',
  '1Gi',
  '0.5Gi',
  '1025Ki',
  '1000Ki',
  '2000',
  '2k',
  '1e6',
  '1500000',
  '128974848',
];

test('quantities are read back from the API server as we write them', async () => {
  const part = await ensurePart('kubectl');
  if (!part.ok) throw new Error(part.why);
  const kubectl = async (...words: readonly string[]): Promise<unknown> => {
    const args = ['--kubeconfig', cluster.kubeconfig, ...words, '--output', 'json'];
    return JSON.parse((await execute(part.paths.kubectl, args)).stdout);
  };
  const hard = Object.fromEntries(TEXTS.map((text, index) => [`requests.example.com/a${index}`, text]));
  const quota = { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'quantities' }, spec: { hard } };
  const file = path.join(folder, 'quota.json');
  await writeFile(file, JSON.stringify(quota));
  await kubectl('create', '-f', file);
  const stored = ownValueAt(await kubectl('get', 'resourcequota', 'quantities'), 'spec', 'hard');
  const ours = TEXTS.map((text) => {
    const quantity = parseQuantity(text);
    return [text, quantity && canonicalQuantity(quantity)];
  });
  expect(ours).toEqual(TEXTS.map((text, index) => [text, ownText(stored, `requests.example.com/a${index}`)]));
});
