import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isDrift, type DriftReport } from '../../server/src/plan/model.ts';
import { DriftBench, manifestsInShop } from './drift-bench.ts';

let bench: DriftBench;

beforeAll(async () => {
  bench = await DriftBench.start();
});

afterAll(() => bench.stop());

beforeEach(() => bench.newRepository());

const differences = ({ resources }: DriftReport): string[] =>
  resources.flatMap(({ id, attributes }) =>
    attributes.filter(isDrift).map((change) => `${id.kind} ${id.name}: ${change.class} ${change.path.text}`.trim()),
  );

describe('against a real API server', () => {
  test.each(['', '--server-side --force-conflicts'])(
    'what was applied with kubectl apply %s is in sync, whatever form it is written in',
    async (how) => {
      const forms = new URL('../fixtures/drift/unusual-forms.yaml', import.meta.url).pathname;
      await mkdir(path.join(bench.root, 'manifests'));
      await cp(forms, path.join(bench.root, 'manifests', 'forms.yaml'));
      await bench.environment(manifestsInShop);
      await bench.kubectl('apply', ...how.split(' ').filter((word) => word !== ''), '-f', forms);
      const found = await bench.report();
      expect(differences(found)).toEqual([]);
      expect(found.counts).toMatchObject({ drifted: 0, missing: 0, unknown: 0 });
    },
  );

  test('what somebody changed by hand is found, on the line of the overlay or base that decides it', async () => {
    await bench.write(
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
    await bench.write('base/kustomization.yaml', 'resources: [web.yaml]');
    await bench.write(
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
    await bench.write(
      'manifests/patch.yaml',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: web-settings }\ndata:\n  size: "1"',
    );
    await bench.environment(manifestsInShop);
    expect((await bench.report()).counts).toMatchObject({ missing: 3, drifted: 0 });

    await bench.kubectl('apply', '-k', path.join(bench.root, 'manifests'));
    expect((await bench.report()).counts).toMatchObject({ missing: 0, drifted: 0, inSync: 3 });

    await bench.kubectl('scale', 'deployment/web', '--replicas=7');
    await bench.kubectl('set', 'env', 'deployment/web', 'MODE=slow', 'DEBUG=1');
    await bench.kubectl('patch', 'configmap/web-settings', '-p', '{"data":{"size":"9","colour":null}}');
    await bench.kubectl('patch', 'secret/web-key', '-p', '{"stringData":{"key":"canary-live"}}');
    const found = await bench.report();
    const container = 'spec.template.spec.containers[name=web]';
    expect(differences(found).toSorted()).toEqual([
      'ConfigMap web-settings: changed data.size',
      'ConfigMap web-settings: missing data.colour',
      'Deployment web: changed spec.replicas',
      `Deployment web: changed ${container}.env[name=MODE].value`,
      'Secret web-key: changed data.key',
    ]);
    expect(JSON.stringify(found)).not.toContain('canary');

    expect(bench.lines(found)).toEqual([
      'ConfigMap data.colour: base/web.yaml: colour: blue | missing live',
      'ConfigMap data.size: manifests/patch.yaml: size: "1" | live: 9',
      'Deployment spec.replicas: manifests/kustomization.yaml: count: 3 | live: 7',
      `Deployment ${container}.env[name=MODE].value: base/web.yaml: value: fast | live: slow`,
      'Secret data.key: base/web.yaml: key: canary-in-git | live: another secret value',
    ]);
    const deployment = found.resources.find(({ id }) => id.kind === 'Deployment');
    const debug = deployment?.attributes.find(({ path: field }) => field.text === `${container}.env[name=DEBUG]`);
    expect(debug).toMatchObject({ class: 'unowned', cause: 'manual', owners: [{ manager: 'kubectl-set' }] });
  });

  test('what may not be read is unknown, not in sync', async () => {
    await bench.write('manifests/a.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }');
    await bench.environment('source: manifests, kubernetes: { context: plumbline-reader, namespace: shop }');
    const found = await bench.report();
    expect(found.counts).toMatchObject({ unknown: 1, inSync: 0 });
    expect(found.resources[0]).toMatchObject({ kind: 'unknown', source: { document: 0 } });
    expect(found.resources[0]?.reason).toBeTruthy();
  });

  test("the configuration may end in 'yaml'; the one that ends in 'yml' goes before it", async () => {
    await bench.write('manifests/a.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: not-there }');
    await bench.environment(manifestsInShop, '.plumbline.yaml');
    expect((await bench.report()).counts).toMatchObject({ missing: 1 });
    const message = "There is no environment 'staging' in '.plumbline.yaml'.";
    expect(await bench.check({ environment: 'staging' })).toMatchObject({ ok: false, problem: { message } });
    await bench.write('.plumbline.yml', 'version: 2');
    expect(await bench.check()).toMatchObject({
      ok: false,
      problem: { message: "'.plumbline.yml' must say 'version: 1'; no other version is known." },
    });
  });

  test('what cannot be checked says why', async () => {
    expect(await bench.check()).toMatchObject({ ok: false, problem: { code: 'not-found' } });
    await bench.environment('source: nowhere, kubernetes: { context: plumbline-test }');
    expect(await bench.check({ environment: 'staging' })).toMatchObject({ ok: false, problem: { code: 'not-found' } });
    expect(await bench.check()).toMatchObject({
      ok: true,
      value: [{ report: { ok: false, problem: { code: 'not-found' } } }],
    });
    await bench.write('manifests/a.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }');
    await bench.environment('source: manifests, kubernetes: { context: no-such-context }');
    expect(await bench.check()).toMatchObject({ ok: true, value: [{ report: { ok: false } }] });
    await bench.environment('source: manifests');
    expect(await bench.check()).toEqual({ ok: true, value: [] });
    expect(await bench.check({ environment: 'production' })).toMatchObject({
      ok: true,
      value: [{ report: { ok: false, problem: { code: 'invalid' } } }],
    });
  });
});
