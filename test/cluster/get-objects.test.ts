import { createServer } from 'node:http';
import { connect as connectSocket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cancellable } from '../../server/src/base/cancellation.ts';
import { listen, passOn, settings, startShop, web, type Shop } from './shop.ts';
import { startCluster } from './start-cluster.ts';

let shop: Shop;

beforeAll(async () => {
  shop = await startShop();
});

afterAll(async () => {
  await shop.stop();
});

test('objects come in the order in which they were asked for, with what is not there marked', async () => {
  const missing = { ...web, name: 'gone' };
  const elsewhere = { ...web, namespace: 'nowhere' };
  expect(await shop.get([settings, missing, web, elsewhere])).toMatchObject({
    ok: true,
    value: [
      { id: settings, found: 'yes', object: { data: { colour: 'blue' } } },
      { id: missing, found: 'no' },
      {
        id: web,
        found: 'yes',
        object: { spec: { replicas: 3 }, metadata: { managedFields: [{ manager: 'kubectl-create' }] } },
      },
      { id: elsewhere, found: 'no' },
    ],
  });
});

test("without a namespace the context's is asked, and a kind without namespaces ignores one", async () => {
  const here = { apiVersion: 'v1', kind: 'ConfigMap', name: 'here' };
  const widget = { apiVersion: 'example.com/v1', kind: 'Widget', namespace: 'shop', name: 'w' };
  const namespace = { apiVersion: 'v1', kind: 'Namespace', name: 'shop' };
  const answer = await shop.get([here, widget, namespace]);
  expect(answer).toMatchObject({ ok: true, value: [{ found: 'yes' }, { found: 'yes' }, { found: 'yes' }] });
});

test('a kind or version that the cluster does not serve is unknown, not missing', async () => {
  const ids = [
    { ...web, kind: 'Gizmo' },
    { ...web, apiVersion: 'apps/v1beta1' },
    { ...web, apiVersion: 'gizmo.example/v1', kind: 'Gizmo' },
  ];
  const answer = await shop.get(ids);
  expect(answer).toMatchObject({
    ok: true,
    value: ids.map(() => ({ found: 'unknown', problem: { code: 'unsupported' } })),
  });
  expect(JSON.stringify(answer)).toContain(
    "Kind 'Gizmo' of 'apps/v1' is not served by the cluster of context 'plumbline-test'.",
  );
});

test('what cannot be one object is never asked for', async () => {
  const ids = [
    { ...web, name: '' },
    { ...web, name: '..' },
    { ...web, namespace: '../..' },
    { ...web, apiVersion: '../v1' },
    { ...web, apiVersion: '' },
  ];
  const answer = await shop.get(ids);
  expect(answer).toMatchObject({
    ok: true,
    value: ids.map(() => ({ found: 'unknown', problem: { code: 'invalid' } })),
  });
});

test("a refusal is unknown, with the server's words", async () => {
  expect(await shop.get([web, settings], { context: 'plumbline-reader' })).toMatchObject({
    ok: true,
    value: [
      {
        found: 'unknown',
        problem: {
          code: 'forbidden',
          message:
            'The cluster refuses: deployments.apps "web" is forbidden: User "reader" cannot get resource "deployments" in API group "apps" in the namespace "shop"',
        },
      },
      { found: 'unknown', problem: { code: 'forbidden' } },
    ],
  });
});

test('a cluster that cannot be reached is offline and named', async () => {
  const kubeconfig = await shop.kubeconfigWith({ cluster: { server: 'https://127.0.0.1:1' } });
  expect(await shop.get([web, settings], { kubeconfig })).toMatchObject({
    ok: false,
    problem: { code: 'offline', message: "The cluster at 127.0.0.1:1 (context 'plumbline-test') cannot be reached." },
  });
});

test("a server whose certificate is not the kubeconfig's is refused", async () => {
  const other = await startCluster();
  const kubeconfig = await shop.kubeconfigWith({ cluster: { server: other.url } });
  expect(await shop.get([web], { kubeconfig })).toMatchObject({ ok: false, problem: { code: 'refused' } });
  await other.stop();
});

test('a question can be cancelled while it is under way', async () => {
  const hanging = await listen(createServer(() => undefined));
  const kubeconfig = await shop.kubeconfigWith({
    cluster: { server: hanging.url, 'insecure-skip-tls-verify': true },
  });
  const { token, cancel } = cancellable();
  const answer = shop.get([web], { kubeconfig, token });
  await hanging.asked;
  cancel();
  expect(await answer).toMatchObject({ ok: false, problem: { code: 'cancelled' } });
  hanging.stop();
});

test('a proxy of the kubeconfig is gone through', async () => {
  const tunnels: string[] = [];
  const proxy = createServer();
  proxy.on('connect', (request, socket) => {
    tunnels.push(request.url ?? '');
    const [host, port] = (request.url ?? '').split(':');
    const upstream = connectSocket(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    socket.on('error', () => upstream.destroy());
    upstream.on('error', () => socket.destroy());
  });
  const { url, stop } = await listen(proxy);
  const kubeconfig = await shop.kubeconfigWith({ cluster: { 'proxy-url': url } });
  expect(await shop.get([web, settings], { kubeconfig })).toMatchObject({
    ok: true,
    value: [{ found: 'yes' }, { found: 'yes' }],
  });
  expect(new Set(tunnels)).toEqual(new Set([new URL(shop.server.url).host]));
  stop();
});

test('only GET is sent, never more than six at a time, and each API version is asked for its kinds once', async () => {
  const seen: string[] = [];
  let open = 0;
  let most = 0;
  const relay = createServer((incoming, outgoing) => {
    seen.push(`${incoming.method ?? ''} ${incoming.url ?? ''}`);
    most = Math.max(most, ++open);
    outgoing.once('finish', () => open--);
    passOn(shop.server, [incoming, outgoing]);
  });
  const { url, stop } = await listen(relay);
  const kubeconfig = await shop.kubeconfigWith({ cluster: { server: url, 'insecure-skip-tls-verify': true } });
  const ids = Array.from({ length: 40 }, (_, index) => ({
    ...settings,
    name: index % 2 === 0 ? 'settings' : `gone-${index}`,
  }));
  const answer = await shop.get(ids, { kubeconfig });
  expect(answer).toMatchObject({
    ok: true,
    value: ids.map((id, index) => ({ id, found: index % 2 === 0 ? 'yes' : 'no' })),
  });
  expect(most).toBeLessThanOrEqual(6);
  expect(seen.every((line) => line.startsWith('GET /api/v1'))).toBe(true);
  expect(seen.filter((line) => line === 'GET /api/v1')).toHaveLength(1);
  stop();
});

test("a page that is not the API server's makes nothing missing, and a redirect is not followed", async () => {
  const targets: string[] = [];
  const pages = createServer((request, response) => {
    targets.push(request.url ?? '');
    if (request.url === '/api/v1') response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not found</h1>');
    else response.writeHead(302, { location: '/stolen' }).end();
  });
  const { url, stop } = await listen(pages);
  const kubeconfig = await shop.kubeconfigWith({ cluster: { server: url, 'insecure-skip-tls-verify': true } });
  expect(await shop.get([settings, web], { kubeconfig })).toMatchObject({
    ok: true,
    value: [
      { found: 'unknown', problem: { code: 'server-error' } },
      { found: 'unknown', problem: { code: 'server-error' } },
    ],
  });
  expect(targets.toSorted()).toEqual(['/api/v1', '/apis/apps/v1']);
  stop();
});
