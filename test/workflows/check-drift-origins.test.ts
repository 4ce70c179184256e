import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { DriftBench, manifestsInShop } from './drift-bench.ts';

let bench: DriftBench;

beforeAll(async () => {
  bench = await DriftBench.start();
});

afterAll(() => bench.stop());

beforeEach(async () => {
  const remove = await bench.newRepository();
  await bench.environment(manifestsInShop);
  return remove;
});

async function drifts(): Promise<string[]> {
  return bench.lines(await bench.report());
}

test('items of a List', async () => {
  await bench.write(
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
  await bench.kubectl('apply', '-f', path.join(bench.root, 'manifests'));
  expect(await drifts()).toEqual([]);
  await bench.kubectl('patch', 'configmap/second', '-p', '{"data":{"colour":"red"}}');
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
  await bench.write('manifests/api.yaml', workload);
  await bench.write('manifests/note.txt', 'hello');
  await bench.write('manifests/kustomization.yaml', overlay('blue'));
  await bench.kubectl('apply', '-k', path.join(bench.root, 'manifests'));
  expect(await drifts()).toEqual([]);

  const { stdout } = await bench.kubectl('get', 'configmap', '--output', 'name');
  const settings = stdout.split('\n').find((name) => name.includes('my-settings-')) ?? '';
  await bench.kubectl('patch', settings, '-p', '{"data":{"colour":"red","other":"x"}}');
  const secrets = await bench.kubectl('get', 'secret', '--output', 'name');
  const keys = secrets.stdout.split('\n').find((name) => name.includes('my-keys-')) ?? '';
  await bench.kubectl('patch', keys, '-p', '{"stringData":{"token":"canary-live"}}');
  const container = [{ name: 'api', workingDir: '/tmp', env: [{ name: 'HOST', value: 'x' }] }];
  const spec = { replicas: 7, minReadySeconds: 9, template: { spec: { containers: container } } };
  await bench.kubectl('patch', 'deployment/my-api', '-p', JSON.stringify({ spec }));
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
  await bench.write('manifests/api.yaml', workload);
  await bench.write('manifests/note.txt', 'hello');
  await bench.write('manifests/kustomization.yaml', overlay('blue').replaceAll('my-', 'their-'));
  await bench.kubectl('apply', '-k', path.join(bench.root, 'manifests'));
  await bench.write('manifests/kustomization.yaml', overlay('green').replaceAll('my-', 'their-'));
  const found = await drifts();
  expect(found.filter((line) => line.startsWith('ConfigMap'))).toEqual([
    'ConfigMap data.colour: manifests/kustomization.yaml: colour=green | live: blue',
  ]);
  expect(found.find((line) => line.includes('configMapRef'))).toContain('their-settings-');
});
