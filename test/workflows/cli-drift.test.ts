import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildProgram, folderWith, type Run } from '../cli/program.ts';
import { startCluster, type TestCluster } from '../cluster/start-cluster.ts';
import { ensurePart } from '../setup/parts.mjs';

const MANIFEST = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata: { colour: blue }\n';

let cluster: TestCluster;
let folder = '';
let plumbline: (args: readonly string[], kubeconfig?: string) => Promise<Run>;
let kubectl: (...args: readonly string[]) => Promise<unknown>;

beforeAll(async () => {
  const part = await ensurePart('kubectl');
  if (!part.ok) throw new Error(part.why);
  cluster = await startCluster();
  folder = folderWith({
    '.git/HEAD': 'ref: refs/heads/main\n',
    '.plumbline.yml': `version: 1
environments:
  production: { source: manifests, kubernetes: { context: plumbline-test, namespace: shop } }
  lost: { source: nowhere, kubernetes: { context: plumbline-test } }
`,
    'manifests/settings.yaml': MANIFEST,
  });
  kubectl = (...args) =>
    promisify(execFile)(part.paths.kubectl, ['--kubeconfig', cluster.kubeconfig, '-n', 'shop', ...args]);
  await kubectl('create', 'namespace', 'shop');
  await kubectl('apply', '-f', `${folder}/manifests`);
  const run = await buildProgram('cli-drift');
  plumbline = (args, kubeconfig = cluster.kubeconfig) =>
    run(['drift', ...args], { folder, environment: { KUBECONFIG: kubeconfig } });
});

afterAll(async () => {
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('an environment is in sync until somebody changes it', { timeout: 60_000 }, async () => {
  const chosen = ['--environment', 'production'];
  expect(await plumbline(chosen)).toEqual({ code: 0, stdout: 'production: 1 in sync\n', stderr: '' });
  await kubectl('patch', 'configmap', 'settings', '--patch', '{"data":{"colour":"red"}}');
  expect(await plumbline(['manifests', ...chosen])).toEqual({
    code: 1,
    stdout:
      'production: 1 drifted\n  v1 ConfigMap settings: drifted (manifests/settings.yaml)\n    data.colour: live: red\n',
    stderr: '',
  });
});

test('an environment that could not be checked does not hide the others, and answers 2', async () => {
  const { code, stdout, stderr } = await plumbline([]);
  expect(code).toBe(2);
  expect(stdout).toContain('production: ');
  expect(stdout).toContain('lost: unknown: ');
  expect(stderr).toContain("not checked: lost: There are no Kubernetes objects in 'nowhere'.");
});

test('no such environment and no kubeconfig are said', async () => {
  expect(await plumbline(['--environment', 'prod'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("There is no environment 'prod'") as string,
  });
  const { code, stderr } = await plumbline(['--environment', 'production'], `${folder}/no-such-file`);
  expect(code).toBe(2);
  expect(stderr).toContain('not checked: production: ');
});
