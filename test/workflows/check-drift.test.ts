import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { neverCancelled } from '../../server/src/base/cancellation.ts';
import { diskFileSystem } from '../../server/src/io/file-system.ts';
import { createCluster } from '../../server/src/io/kubernetes/cluster.ts';
import { createRenderer } from '../../server/src/io/renderer.ts';
import { describeChange } from '../../server/src/plan/kubernetes/explain.ts';
import { isDrift, type DriftReport } from '../../server/src/plan/model.ts';
import { originOf } from '../../server/src/plan/origin.ts';
import { checkDrift, type DriftRequest } from '../../server/src/workflows/check-drift.ts';
import { parseYamlFile } from '../../server/src/yaml/file.ts';
import { startCluster, type TestCluster } from '../cluster/start-cluster.ts';
import { ensurePart } from '../setup/parts.mjs';

const execute = promisify(execFile);
let cluster: TestCluster;
let kubectlPath: string;
let root: string;

const kubectl = (...args: string[]): Promise<unknown> =>
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
  root = await mkdtemp(path.join(tmpdir(), 'plumbline-drift-'));
  return () => rm(root, { recursive: true });
});

async function write(name: string, text: string): Promise<string> {
  const file = path.join(root, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
  return text;
}

const environment = (settings: string): Promise<string> =>
  write('.plumbline.yml', `version: 1\nenvironments:\n  production: { ${settings} }\n`);

async function check(request: Partial<DriftRequest> = {}): ReturnType<typeof checkDrift> {
  const executables = { git: 'git', kubectl: kubectlPath, kustomize: 'no-such-kustomize' };
  const ports = {
    fileSystem: diskFileSystem,
    renderer: createRenderer({ executables: () => executables }),
    cluster: createCluster(),
    now: () => new Date(),
  };
  return checkDrift(ports, { root, kubeconfig: cluster.kubeconfig, ...request }, () => undefined, neverCancelled);
}

async function report(request: Partial<DriftRequest> = {}): Promise<DriftReport> {
  const checked = await check(request);
  const [first] = checked.ok ? checked.value : [];
  if (!first?.report.ok) throw new Error(JSON.stringify(first ?? checked));
  return first.report.value;
}

const differences = ({ resources }: DriftReport): string[] =>
  resources.flatMap(({ id, attributes }) =>
    attributes.filter(isDrift).map((change) => `${id.kind} ${id.name}: ${change.class} ${change.path.text}`.trim()),
  );

const here = 'source: manifests, kubernetes: { context: plumbline-test, namespace: shop }';

describe('against a real API server', () => {
  test.each(['', '--server-side --force-conflicts'])(
    'what was applied with kubectl apply %s is in sync, whatever form it is written in',
    async (how) => {
      const forms = new URL('../fixtures/drift/unusual-forms.yaml', import.meta.url).pathname;
      await mkdir(path.join(root, 'manifests'));
      await cp(forms, path.join(root, 'manifests', 'forms.yaml'));
      await environment(here);
      await kubectl('apply', ...how.split(' ').filter((word) => word !== ''), '-f', forms);
      const found = await report();
      expect(differences(found)).toEqual([]);
      expect(found.counts).toMatchObject({ drifted: 0, missing: 0, unknown: 0 });
    },
  );

  test('what somebody changed by hand is found, on the line of the overlay or base that decides it', async () => {
    const base = await write(
      'base/web.yaml',
      [
        'apiVersion: apps/v1',
        'kind: Deployment',
        'metadata: { name: web, labels: { team: a } }',
        'spec:',
        '  replicas: 1',
        '  selector: { matchLabels: { app: web } }',
        '  template:',
        '    metadata: { labels: { app: web } }',
        '    spec:',
        '      containers:',
        '        - name: web',
        '          image: example.com/web:1.0',
        '          env: [{ name: MODE, value: fast }]',
        '---',
        'apiVersion: v1',
        'kind: ConfigMap',
        'metadata: { name: web-settings }',
        'data: { colour: blue }',
        '---',
        'apiVersion: v1',
        'kind: Secret',
        'metadata: { name: web-key }',
        'stringData: { key: canary-in-git }',
      ].join('\n'),
    );
    await write('base/kustomization.yaml', 'resources: [web.yaml]');
    const overlay = await write(
      'manifests/kustomization.yaml',
      [
        'resources: [../base]',
        'namespace: shop',
        'images: [{ name: example.com/web, newTag: "2.0" }]',
        'replicas:',
        '  - name: web',
        '    count: 3',
        'patches:',
        '  - path: patch.yaml',
      ].join('\n'),
    );
    const patch = await write(
      'manifests/patch.yaml',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: web-settings }\ndata:\n  size: "1"',
    );
    await environment(here);
    expect((await report()).counts).toMatchObject({ missing: 3, drifted: 0 });

    await kubectl('apply', '-k', path.join(root, 'manifests'));
    expect((await report()).counts).toMatchObject({ missing: 0, drifted: 0, inSync: 3 });

    await kubectl('scale', 'deployment/web', '--replicas=7');
    await kubectl('set', 'env', 'deployment/web', 'MODE=slow', 'DEBUG=1');
    await kubectl('patch', 'configmap/web-settings', '-p', '{"data":{"size":"9","colour":null}}');
    await kubectl('patch', 'secret/web-key', '-p', '{"stringData":{"key":"canary-live"}}');
    const found = await report();
    const container = 'spec.template.spec.containers[name=web]';
    expect(differences(found).toSorted()).toEqual([
      'ConfigMap web-settings: changed data.size',
      'ConfigMap web-settings: missing data.colour',
      'Deployment web: changed spec.replicas',
      `Deployment web: changed ${container}.env[name=MODE].value`,
      'Secret web-key: changed data.key',
    ]);
    expect(JSON.stringify(found)).not.toContain('canary');

    const texts = new Map([
      [`${root}/base/web.yaml`, base],
      [`${root}/manifests/kustomization.yaml`, overlay],
      [`${root}/manifests/patch.yaml`, patch],
    ]);
    const lines = found.resources.flatMap((resource) =>
      resource.attributes.filter(isDrift).map((change) => {
        const origin = originOf(resource, change.path, (file) => {
          const text = texts.get(file);
          return text === undefined ? undefined : parseYamlFile(file, text);
        });
        const text = origin && texts.get(origin.path)?.slice(origin.range.start, origin.range.end);
        const name = origin ? path.relative(root, origin.path) : '';
        return `${name}: ${text ?? ''} | ${describeChange(change, new Date()).ghost}`;
      }),
    );
    expect(lines.toSorted()).toEqual([
      'base/web.yaml: colour: blue | missing live',
      'base/web.yaml: key: canary-in-git | live: another secret value',
      'base/web.yaml: value: fast | live: slow',
      'manifests/kustomization.yaml: count: 3 | live: 7',
      'manifests/patch.yaml: size: "1" | live: 9',
    ]);
    const deployment = found.resources.find(({ id }) => id.kind === 'Deployment');
    const debug = deployment?.attributes.find(({ path: field }) => field.text === `${container}.env[name=DEBUG]`);
    expect(debug).toMatchObject({ class: 'unowned', cause: 'manual', owners: [{ manager: 'kubectl-set' }] });
  });

  test('what may not be read is unknown, not in sync', async () => {
    await write('manifests/a.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }');
    await environment('source: manifests, kubernetes: { context: plumbline-reader, namespace: shop }');
    const found = await report();
    expect(found.counts).toMatchObject({ unknown: 1, inSync: 0 });
    expect(found.resources[0]).toMatchObject({ kind: 'unknown', source: { document: 0 } });
    expect(found.resources[0]?.reason).toBeTruthy();
  });

  test('what cannot be checked says why', async () => {
    expect(await check()).toMatchObject({ ok: false, problem: { code: 'not-found' } });
    await environment('source: nowhere, kubernetes: { context: plumbline-test }');
    expect(await check({ environment: 'staging' })).toMatchObject({ ok: false, problem: { code: 'not-found' } });
    expect(await check()).toMatchObject({
      ok: true,
      value: [{ report: { ok: false, problem: { code: 'not-found' } } }],
    });
    await write('manifests/a.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }');
    await environment('source: manifests, kubernetes: { context: no-such-context }');
    expect(await check()).toMatchObject({ ok: true, value: [{ report: { ok: false } }] });
    await environment('source: manifests');
    expect(await check()).toEqual({ ok: true, value: [] });
    expect(await check({ environment: 'production' })).toMatchObject({
      ok: true,
      value: [{ report: { ok: false, problem: { code: 'invalid' } } }],
    });
  });
});
