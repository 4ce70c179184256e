import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { neverCancelled } from '../../server/src/base/cancellation.ts';
import type { Result } from '../../server/src/base/result.ts';
import { createCluster } from '../../server/src/io/kubernetes/cluster.ts';
import type { LiveObject, ObjectIdentity } from '../../server/src/workspace/ports/cluster.ts';
import { ensurePart } from '../setup/parts.mjs';
import { startCluster, type TestCluster } from './start-cluster.ts';

const execute = promisify(execFile);
export const web: ObjectIdentity = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };
export const settings: ObjectIdentity = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'settings' };

/** A cluster with a few objects, and the ways to ask it that these tests share. */
export interface Shop {
  readonly server: TestCluster;
  /** For files of the tests; goes away with the cluster. */
  readonly folder: string;
  readonly get: (ids: readonly ObjectIdentity[], how?: HowToAsk) => Promise<Result<readonly LiveObject[]>>;
  /** A copy of the kubeconfig with the cluster or the admin user changed. */
  readonly kubeconfigWith: (change: { cluster?: object; user?: object }) => Promise<string>;
  readonly stop: () => Promise<void>;
}

interface HowToAsk {
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly token?: typeof neverCancelled;
}

export async function startShop(): Promise<Shop> {
  const server = await startCluster();
  const folder = await mkdtemp(path.join(tmpdir(), 'plumbline-kubeconfig-'));
  await seed(server.kubeconfig, folder);
  return {
    server,
    folder,
    get: (ids, { context = 'plumbline-test', kubeconfig = server.kubeconfig, token = neverCancelled } = {}) =>
      createCluster().get({ context, kubeconfig }, ids, token),
    kubeconfigWith: (change) => changedKubeconfig(server.kubeconfig, folder, change),
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}

async function seed(kubeconfig: string, folder: string): Promise<void> {
  const part = await ensurePart('kubectl');
  if (!part.ok) throw new Error(part.why);
  const ask = (...args: string[]): Promise<unknown> =>
    execute(part.paths.kubectl, ['--kubeconfig', kubeconfig, ...args]);
  await ask('create', 'namespace', 'shop');
  await ask('-n', 'shop', 'create', 'deployment', 'web', '--image=nginx:1.29', '--replicas=3');
  await ask('-n', 'shop', 'create', 'configmap', 'settings', '--from-literal=colour=blue');
  await ask('-n', 'default', 'create', 'configmap', 'here', '--from-literal=a=b');
  const crd = path.join(folder, 'crd.json');
  const names = { plural: 'widgets', singular: 'widget', kind: 'Widget' };
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  await writeFile(
    crd,
    JSON.stringify({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'widgets.example.com' },
      spec: {
        group: 'example.com',
        scope: 'Cluster',
        names,
        versions: [{ name: 'v1', served: true, storage: true, schema }],
      },
    }),
  );
  await ask('apply', '-f', crd);
  await ask('wait', '--for=condition=Established', 'crd/widgets.example.com');
  await writeFile(
    path.join(folder, 'widget.json'),
    JSON.stringify({ apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'w' } }),
  );
  await ask('apply', '-f', path.join(folder, 'widget.json'));
}

async function changedKubeconfig(
  kubeconfig: string,
  folder: string,
  change: { cluster?: object; user?: object },
): Promise<string> {
  const config = JSON.parse(await readFile(kubeconfig, 'utf8')) as {
    clusters: { cluster: object }[];
    users: { user: object }[];
  };
  const [cluster] = config.clusters;
  const [user] = config.users;
  if (cluster) cluster.cluster = { ...cluster.cluster, ...change.cluster };
  if (user && change.user) user.user = change.user;
  const file = path.join(await mkdtemp(path.join(folder, 'changed-')), 'kubeconfig');
  await writeFile(file, JSON.stringify(config));
  return file;
}

/** Starts a server of a test on a free port; `asked` resolves at its first request. */
export async function listen(server: Server): Promise<{ url: string; asked: Promise<void>; stop: () => void }> {
  const asked = new Promise<void>((resolve) => {
    server.once('request', () => {
      resolve();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const stop = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}`, asked, stop };
}

/** Gives a request that came over plain HTTP to the API server, with another token if one is given. */
export function passOn(
  cluster: TestCluster,
  [incoming, outgoing]: readonly [IncomingMessage, ServerResponse],
  token?: string,
): void {
  const headers = { ...incoming.headers, ...(token !== undefined && { authorization: `Bearer ${token}` }) };
  const options = { headers, ca: cluster.certificateAuthority, agent: false as const };
  httpsRequest(cluster.url + (incoming.url ?? ''), options, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(outgoing);
  }).end();
}
