import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { neverCancelled } from '../../server/src/base/cancellation.ts';
import type { Result } from '../../server/src/base/result.ts';
import { createCluster } from '../../server/src/io/kubernetes/cluster.ts';
import type { LiveObject } from '../../server/src/workspace/ports/cluster.ts';
import { listen, passOn, settings, startShop, web, type Shop } from './shop.ts';

let shop: Shop;

beforeAll(async () => {
  shop = await startShop();
});

afterAll(async () => {
  await shop.stop();
});

test('expired credentials fail the whole question and name the context', async () => {
  const answer = await shop.get([web, settings], { context: 'plumbline-expired' });
  expect(answer).toMatchObject({ ok: false, problem: { code: 'unauthorized' } });
  expect(JSON.stringify(answer)).toContain("context 'plumbline-expired'");
});

test('a context that is not there is answered with those that are', async () => {
  expect(await shop.get([web], { context: 'production' })).toMatchObject({
    ok: false,
    problem: {
      code: 'not-found',
      message: `${shop.server.kubeconfig} has no context 'production'; there are 'plumbline-test', 'plumbline-reader', 'plumbline-expired'.`,
    },
  });
});

test('a kubeconfig that is not there is named', async () => {
  const kubeconfig = path.join(shop.folder, 'no-such-file');
  expect(await shop.get([web], { kubeconfig })).toMatchObject({ ok: false, problem: { code: 'not-found' } });
});

test('a kubeconfig that cannot be parsed is named by its line, without its text', async () => {
  const kubeconfig = path.join(shop.folder, 'broken');
  await writeFile(kubeconfig, 'users:\n- name: a\n  user: {token: hush-hush\n');
  const answer = await shop.get([web], { kubeconfig });
  expect(answer).toMatchObject({ ok: false, problem: { code: 'invalid' } });
  expect(JSON.stringify(answer)).toMatch(/line \d is not YAML/u);
  expect(JSON.stringify(answer)).not.toContain('hush');
});

test('several kubeconfigs count as one, and the first that names a thing wins', async () => {
  const other = await shop.kubeconfigWith({ cluster: { server: 'https://127.0.0.1:1' } });
  const files = [path.join(shop.folder, 'not-there'), shop.server.kubeconfig, other];
  const cluster = createCluster({ ...process.env, KUBECONFIG: files.join(path.delimiter) });
  expect(await cluster.get({ context: 'plumbline-test' }, [web], neverCancelled)).toMatchObject({ ok: true });
});

test('a sign-in program that is not on this machine is named, with its own hint', async () => {
  const exec = {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: 'cloud-sign-in',
    installHint: 'brew install cloud-sign-in',
  };
  const kubeconfig = await shop.kubeconfigWith({ user: { exec } });
  expect(await shop.get([web], { kubeconfig })).toMatchObject({
    ok: false,
    problem: {
      code: 'missing-tool',
      message: "Context 'plumbline-test' signs in with the program 'cloud-sign-in', which is not on this machine.",
      action: 'Install it: brew install cloud-sign-in',
    },
  });
});

async function pluginThat(source: string, cluster: object = {}): Promise<string> {
  const file = path.join(await mkdtemp(path.join(shop.folder, 'plugin-')), 'plugin.cjs');
  await writeFile(file, source);
  const exec = {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: process.execPath,
    args: [file],
    env: [{ name: 'CLIENT_SECRET', value: 'hush-hush' }],
    provideClusterInfo: true,
  };
  return shop.kubeconfigWith({ user: { exec }, cluster });
}

test('a sign-in program is run as kubectl runs it, and its token is used', async () => {
  const kubeconfig = await pluginThat(`
    const { kind, apiVersion, spec } = JSON.parse(process.env.KUBERNETES_EXEC_INFO);
    if (kind !== 'ExecCredential' || spec.interactive || spec.cluster.server !== '${shop.server.url}') process.exit(1);
    console.log(JSON.stringify({ apiVersion, kind, status: { token: '${shop.server.adminToken}' } }));`);
  expect(await shop.get([web], { kubeconfig })).toMatchObject({ ok: true, value: [{ found: 'yes' }] });
});

test('a credential that the server does not take any more is renewed once', async () => {
  const count = path.join(shop.folder, 'runs');
  let accepted = 'token-x';
  const relay = createServer((incoming, outgoing) => {
    if (incoming.headers.authorization === `Bearer ${accepted}`)
      passOn(shop.server, [incoming, outgoing], shop.server.adminToken);
    else outgoing.writeHead(401, { 'content-type': 'application/json' }).end('{"kind":"Status","code":401}');
  });
  const { url, stop } = await listen(relay);
  const kubeconfig = await pluginThat(
    `const fs = require('node:fs');
    fs.appendFileSync('${count}', 'x');
    const token = 'token-' + fs.readFileSync('${count}', 'utf8');
    console.log(JSON.stringify({ kind: 'ExecCredential', status: { token } }));`,
    { server: url, 'insecure-skip-tls-verify': true },
  );
  const cluster = createCluster();
  const ask = (): Promise<Result<readonly LiveObject[]>> =>
    cluster.get({ context: 'plumbline-test', kubeconfig }, [web], neverCancelled);
  expect(await ask()).toMatchObject({ ok: true });
  expect(await ask()).toMatchObject({ ok: true });
  expect(await readFile(count, 'utf8')).toBe('x');
  accepted = 'token-xx';
  expect(await ask()).toMatchObject({ ok: true });
  accepted = 'another';
  expect(await ask()).toMatchObject({ ok: false, problem: { code: 'unauthorized' } });
  expect(await readFile(count, 'utf8')).toBe('xxx');
  stop();
});

test('the words of a sign-in program come through without its secrets', async () => {
  const declines = await pluginThat(`console.error('no session for', process.env.CLIENT_SECRET); process.exit(3);`);
  const answer = await shop.get([web], { kubeconfig: declines });
  expect(answer).toMatchObject({ ok: false, problem: { code: 'unauthorized', detail: 'no session for ***' } });
  const babbles = await pluginThat(`console.log('token: hush-hush');`);
  const other = await shop.get([web], { kubeconfig: babbles });
  expect(other).toMatchObject({ ok: false, problem: { code: 'tool-failed' } });
  expect(JSON.stringify(other)).not.toContain('hush');
});
