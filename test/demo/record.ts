import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startCluster } from '../cluster/start-cluster.ts';
import { ensurePart } from '../setup/parts.mjs';
import { deployDemo } from './deploy.ts';
import { demoEnvironments } from './environments.ts';
import type { Recording } from './recorded-cluster.ts';

/**
 * Makes `recorded/cluster.json` again: `tsx test/demo/record.ts`. The demo's repository is deployed to a real API server, changed by
 * hand in three places, and what the server answers is written down, discovery included.
 */
const execute = promisify(execFile);
const repository = fileURLToPath(new URL('repository/', import.meta.url));
const recordingFile = fileURLToPath(new URL('recorded/cluster.json', import.meta.url));

interface ApiObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

interface ResourceList {
  readonly resources: readonly { readonly kind: string; readonly name: string; readonly namespaced: boolean }[];
}

async function main(): Promise<void> {
  const part = await ensurePart('kubectl');
  if (!part.ok) throw new Error(`${part.why}. The way out: ${part.howToGetIt}.`);
  const cluster = await startCluster();
  try {
    const tools = { kubectl: part.paths.kubectl, kubeconfig: cluster.kubeconfig, repository };
    await deployDemo(tools);
    const ask = async (...args: readonly string[]): Promise<unknown> => {
      const { stdout } = await execute(tools.kubectl, ['--kubeconfig', cluster.kubeconfig, 'get', ...args], {
        cwd: repository,
        maxBuffer: 1 << 26,
      });
      return JSON.parse(stdout) as unknown;
    };
    await writeFile(recordingFile, `${JSON.stringify(await recordAll(ask), null, 1)}\n`);
  } finally {
    await cluster.stop();
  }
  process.stdout.write(`Wrote ${recordingFile} (${(await readFile(recordingFile)).length} bytes)\n`);
}

type Ask = (...args: readonly string[]) => Promise<unknown>;

async function recordAll(ask: Ask): Promise<Recording> {
  const get = (path: string): Promise<unknown> => ask('--raw', path);
  const recording: Record<string, unknown> = {
    '/version': await get('/version'),
    '/api': withoutAddresses(await get('/api')),
  };
  const used = new Set<string>();
  for (const { overlay } of demoEnvironments) {
    const live = (await ask('--kustomize', overlay, '--output=json', '--show-managed-fields')) as {
      items: ApiObject[];
    };
    for (const object of live.items) {
      const base = object.apiVersion.includes('/') ? `/apis/${object.apiVersion}` : `/api/${object.apiVersion}`;
      const list = (recording[base] ?? (await get(base))) as ResourceList;
      recording[base] = list;
      used.add(object.apiVersion);
      recording[objectPath(base, list, object)] = object;
    }
  }
  recording['/apis'] = onlyUsed(await get('/apis'), used);
  return recording;
}

function objectPath(base: string, list: ResourceList, object: ApiObject): string {
  const resource = list.resources.find(({ kind, name }) => kind === object.kind && !name.includes('/'));
  if (resource === undefined) throw new Error(`The server has no ${object.apiVersion} ${object.kind}`);
  const place = resource.namespaced ? `/namespaces/${object.metadata.namespace ?? 'default'}` : '';
  return `${base}${place}/${resource.name}/${object.metadata.name}`;
}

/** The recording machine's own address is nobody's business. */
function withoutAddresses(versions: unknown): unknown {
  return { ...(versions as object), serverAddressByClientCIDRs: [] };
}

function onlyUsed(groups: unknown, used: ReadonlySet<string>): unknown {
  const list = groups as { groups: { name: string }[] };
  const names = new Set([...used].map((version) => (version.includes('/') ? version.split('/')[0] : '')));
  return { ...list, groups: list.groups.filter(({ name }) => names.has(name)) };
}

await main();
