import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareObject } from '../../server/src/plan/kubernetes/compare-object.ts';
import { isDrift } from '../../server/src/plan/model.ts';
import { fromYaml } from '../plan/drift-sample.ts';
import { ensurePart } from '../setup/parts.mjs';
import { mutations, variants } from './diff-cases.ts';
import { startCluster, type TestCluster } from './start-cluster.ts';

const execute = promisify(execFile);
let cluster: TestCluster;
let kubectlPath: string;
let folder: string;

beforeAll(async () => {
  const part = await ensurePart('kubectl');
  if (!part.ok) throw new Error(part.why);
  kubectlPath = part.paths.kubectl;
  folder = await mkdtemp(path.join(tmpdir(), 'plumbline-verdicts-'));
  cluster = await startCluster();
});

afterAll(async () => {
  await cluster.stop();
  await rm(folder, { recursive: true });
});

const kubectl = async (...args: readonly string[]): Promise<string> =>
  (await execute(kubectlPath, ['--kubeconfig', cluster.kubeconfig, ...args], { maxBuffer: 64 * 1024 * 1024 })).stdout;

/** The names of the objects that applying the file would change, as the API server itself says. */
async function differing(file: string, how: readonly string[]): Promise<Set<string>> {
  const output = await kubectl('diff', ...how, '-f', file).catch((error: unknown) => {
    // 1 says that there are differences; anything more that there is no answer.
    if (error instanceof Error && 'code' in error && error.code === 1 && 'stdout' in error) return String(error.stdout);
    throw error;
  });
  return new Set(Array.from(output.matchAll(/^diff .*\.([\w-]+)$/gm), ([, name = '']) => name));
}

const ways = [
  { name: 'client', how: [] },
  { name: 'server', how: ['--server-side', '--force-conflicts'] },
] as const;

interface Case {
  readonly kind: string;
  readonly name: string;
  readonly applied: string;
  readonly git: string;
}

const cases = Object.entries(variants).flatMap(([kind, texts]) =>
  texts.map(({ applied, git = applied }, index): Case => {
    const name = `${kind}-${index}`;
    return { kind, name, applied: applied.replace('NAME', name), git: git.replace('NAME', name) };
  }),
);

test.each(ways)('kubectl diff agrees with us on what was applied by the $name', async ({ name: way, how }) => {
  const namespace = `by-${way}`;
  await kubectl('create', 'namespace', namespace);
  const file = path.join(folder, `${way}.yaml`);
  const inNamespace = ['--namespace', namespace];
  await writeFile(file, cases.map(({ applied }) => applied).join('\n---\n'));
  await kubectl('apply', ...how, ...inNamespace, '-f', file);
  await writeFile(file, cases.map(({ git }) => git).join('\n---\n'));
  const disagreements: string[] = [];
  const verdicts = { same: 0, different: 0 };
  for (let round = 0; round <= ROUNDS; round++) {
    if (round > 0) await Promise.all(cases.map((one) => mutate(namespace, one, round - 1)));
    const theirs = await differing(file, [...how, ...inNamespace]);
    const answer = await kubectl('get', '-f', file, ...inNamespace, '--show-managed-fields', '-o', 'json');
    const { items } = JSON.parse(answer) as { readonly items: readonly unknown[] };
    for (const [index, { name, git }] of cases.entries()) {
      const { attributes } = compareObject({ desired: fromYaml(git), live: items[index] });
      const isDrifted = attributes.some(isDrift);
      verdicts[isDrifted ? 'different' : 'same']++;
      if (isDrifted === theirs.has(name)) continue;
      const fields = attributes.map((change) => `${change.class} ${change.path.text}`).join(', ');
      disagreements.push(`${name} after ${round} edits: kubectl ${String(theirs.has(name))}, we ${fields}`);
    }
  }
  expect(disagreements).toEqual([]);
  expect(Math.min(verdicts.same, verdicts.different)).toBeGreaterThan(40);
});

const ROUNDS = Math.max(...Object.values(mutations).map((edits) => edits.length));

const PATHS: Readonly<Record<string, string>> = {
  deployment: 'apis/apps/v1/namespaces/NS/deployments',
  statefulset: 'apis/apps/v1/namespaces/NS/statefulsets',
  service: 'api/v1/namespaces/NS/services',
  configmap: 'api/v1/namespaces/NS/configmaps',
  job: 'apis/batch/v1/namespaces/NS/jobs',
  cronjob: 'apis/batch/v1/namespaces/NS/cronjobs',
  ingress: 'apis/networking.k8s.io/v1/namespaces/NS/ingresses',
  role: 'apis/rbac.authorization.k8s.io/v1/namespaces/NS/roles',
  rolebinding: 'apis/rbac.authorization.k8s.io/v1/namespaces/NS/rolebindings',
};

/** What somebody does by hand, as `kubectl edit` would send it. */
function mutate(namespace: string, { kind, name }: Case, index: number): Promise<void> {
  const edit = mutations[kind]?.[index];
  const place = PATHS[kind]?.replace('NS', namespace) ?? '';
  if (edit === undefined) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${cluster.adminToken}`, 'content-type': 'application/json-patch+json' };
    const options = { method: 'PATCH', headers, ca: cluster.certificateAuthority };
    const sent = request(`${cluster.url}/${place}/${name}?fieldManager=kubectl-edit`, options, (answer) => {
      answer.resume();
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve();
        else reject(new Error(`${name}: ${String(answer.statusCode)} for ${edit}`));
      });
    });
    sent.on('error', reject);
    sent.end(edit);
  });
}
