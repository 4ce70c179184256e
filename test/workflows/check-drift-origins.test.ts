import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { neverCancelled } from '../../server/src/base/cancellation.ts';
import { diskFileSystem } from '../../server/src/io/file-system.ts';
import { createCluster } from '../../server/src/io/kubernetes/cluster.ts';
import { createRenderer } from '../../server/src/io/renderer.ts';
import { describeChange } from '../../server/src/plan/kubernetes/explain.ts';
import { isDrift } from '../../server/src/plan/model.ts';
import { originOf } from '../../server/src/plan/origin.ts';
import { checkDrift } from '../../server/src/workflows/check-drift.ts';
import { parseYamlFile } from '../../server/src/yaml/file.ts';
import { startCluster, type TestCluster } from '../cluster/start-cluster.ts';
import { ensurePart } from '../setup/parts.mjs';

const execute = promisify(execFile);
let cluster: TestCluster;
let kubectlPath: string;
let root: string;
let texts: Map<string, string>;

const kubectl = (...args: string[]): Promise<{ stdout: string }> =>
  execute(kubectlPath, ['--kubeconfig', cluster.kubeconfig, '--namespace', 'shop', ...args]);

beforeAll(async () => {
  const part = await ensurePart('kubectl');
  if (!part.ok) throw new Error(part.why);
  kubectlPath = part.paths.kubectl;
  cluster = await startCluster();
  await kubectl('create', 'namespace', 'shop');
});

afterAll(async () => {
  await cluster.stop();
});

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'plumbline-origins-'));
  texts = new Map();
  await write(
    '.plumbline.yml',
    'version: 1\nenvironments:\n  production: { source: manifests, kubernetes: { context: plumbline-test, namespace: shop } }\n',
  );
  return () => rm(root, { recursive: true });
});

async function write(name: string, text: string): Promise<void> {
  const file = path.join(root, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
  texts.set(file, text);
}

/** `object field: file: text at the origin | ghost text` of each difference. */
async function drifts(): Promise<string[]> {
  const ports = {
    fileSystem: diskFileSystem,
    renderer: createRenderer({
      executables: () => ({ git: 'git', kubectl: kubectlPath, kustomize: 'no-such-kustomize' }),
    }),
    cluster: createCluster(),
    now: () => new Date(),
  };
  const request = { root, kubeconfig: cluster.kubeconfig };
  const checked = await checkDrift(ports, request, () => undefined, neverCancelled);
  const [first] = checked.ok ? checked.value : [];
  if (!first?.report.ok) throw new Error(JSON.stringify(first ?? checked));
  return first.report.value.resources
    .flatMap((resource) =>
      resource.attributes.filter(isDrift).map((change) => {
        const origin = originOf(resource, change.path, (file) => {
          const text = texts.get(file);
          return text === undefined ? undefined : parseYamlFile(file, text);
        });
        const text = origin && texts.get(origin.path)?.slice(origin.range.start, origin.range.end);
        const place = origin === undefined ? 'nowhere' : `${path.relative(root, origin.path)}: ${text ?? ''}`;
        return `${resource.id.kind} ${change.path.text}: ${place} | ${describeChange(change, new Date()).ghost}`;
      }),
    )
    .toSorted();
}

test('items of a List', async () => {
  await write(
    'manifests/all.yaml',
    [
      'apiVersion: v1',
      'kind: List',
      'items:',
      '  - apiVersion: v1',
      '    kind: ConfigMap',
      '    metadata: { name: first }',
      '    data: { colour: blue }',
      '  - apiVersion: v1',
      '    kind: ConfigMap',
      '    metadata: { name: second }',
      '    data: { colour: green }',
    ].join('\n'),
  );
  await kubectl('apply', '-f', path.join(root, 'manifests'));
  expect(await drifts()).toEqual([]);
  await kubectl('patch', 'configmap/second', '-p', '{"data":{"colour":"red"}}');
  expect(await drifts()).toEqual(['ConfigMap data.colour: manifests/all.yaml: colour: green | live: red']);
});

const workload = [
  'apiVersion: apps/v1',
  'kind: Deployment',
  'metadata: { name: api }',
  'spec:',
  '  replicas: 1',
  '  selector: { matchLabels: { app: api } }',
  '  template:',
  '    metadata: { labels: { app: api } }',
  '    spec:',
  '      containers:',
  '        - name: api',
  '          image: example.com/api:1.0',
  '          env: [{ name: HOST, value: unset }]',
  '          envFrom:',
  '            - configMapRef: { name: settings }',
  '            - secretRef: { name: keys }',
].join('\n');

const overlay = (colour: string): string =>
  [
    'resources: [api.yaml]',
    'namePrefix: my-',
    'configMapGenerator:',
    '  - name: settings',
    '    literals:',
    '      - size=1',
    `      - colour=${colour}`,
    '    files: [note.txt, other=note.txt]',
    'secretGenerator:',
    '  - name: keys',
    '    literals: ["token=canary-in-git"]',
    'patches:',
    '  - patch: |-',
    '      apiVersion: apps/v1',
    '      kind: Deployment',
    '      metadata: { name: api }',
    '      spec:',
    '',
    '        minReadySeconds: 5',
    '  - target: { kind: Deployment, name: ap. }',
    '    patch: |',
    '      - op: replace',
    '        path: /spec/replicas',
    '        value: 2',
    '      - { op: add, path: /spec/template/spec/containers/0/workingDir, value: /srv }',
    '  - target: { kind: Deployment, labelSelector: app=other }',
    '    patch: \'[{ "op": "replace", "path": "/spec/replicas", "value": 9 }]\'',
    'replacements:',
    '  - source: { kind: ConfigMap, name: settings, fieldPath: data.colour }',
    '    targets:',
    '      - select: { kind: Deployment, name: api }',
    '        fieldPaths:',
    '          - spec.template.spec.containers.[name=api].env.[name=HOST].value',
  ].join('\n');

test('generators, inline patches and replacements', async () => {
  await write('manifests/api.yaml', workload);
  await write('manifests/note.txt', 'hello');
  await write('manifests/kustomization.yaml', overlay('blue'));
  await kubectl('apply', '-k', path.join(root, 'manifests'));
  expect(await drifts()).toEqual([]);

  const { stdout } = await kubectl('get', 'configmap', '--output', 'name');
  const settings = stdout.split('\n').find((name) => name.includes('my-settings-')) ?? '';
  await kubectl('patch', settings, '-p', '{"data":{"colour":"red","other":"x"}}');
  const secrets = await kubectl('get', 'secret', '--output', 'name');
  const keys = secrets.stdout.split('\n').find((name) => name.includes('my-keys-')) ?? '';
  await kubectl('patch', keys, '-p', '{"stringData":{"token":"canary-live"}}');
  const container = [{ name: 'api', workingDir: '/tmp', env: [{ name: 'HOST', value: 'x' }] }];
  const spec = { replicas: 7, minReadySeconds: 9, template: { spec: { containers: container } } };
  await kubectl('patch', 'deployment/my-api', '-p', JSON.stringify({ spec }));
  const file = 'manifests/kustomization.yaml';
  const place = 'spec.template.spec.containers[name=api]';
  expect(await drifts()).toEqual([
    `ConfigMap data.colour: ${file}: colour=blue | live: red`,
    `ConfigMap data.other: ${file}: other=note.txt | live: x`,
    `Deployment spec.minReadySeconds: ${file}: minReadySeconds: 5 | live: 9`,
    `Deployment spec.replicas: ${file}: value: 2 | live: 7`,
    `Deployment ${place}.env[name=HOST].value: ${file}: spec.template.spec.containers.[name=api].env.[name=HOST].value | live: x`,
    `Deployment ${place}.workingDir: ${file}: value: /srv | live: /tmp`,
    `Secret data.token: ${file}: "token=canary-in-git" | live: another secret value`,
  ]);
});

test('a generated object whose content is new in Git is compared with the live one of another hash', async () => {
  await write('manifests/api.yaml', workload);
  await write('manifests/note.txt', 'hello');
  await write('manifests/kustomization.yaml', overlay('blue').replaceAll('my-', 'their-'));
  await kubectl('apply', '-k', path.join(root, 'manifests'));
  await write('manifests/kustomization.yaml', overlay('green').replaceAll('my-', 'their-'));
  const found = await drifts();
  expect(found.filter((line) => line.startsWith('ConfigMap'))).toEqual([
    'ConfigMap data.colour: manifests/kustomization.yaml: colour=green | live: blue',
  ]);
  expect(found.find((line) => line.includes('configMapRef'))).toContain('their-settings-');
});
