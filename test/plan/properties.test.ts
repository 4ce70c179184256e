import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRecord, type DataRecord } from '../../server/src/base/record.ts';
import { compareObject } from '../../server/src/plan/kubernetes/compare-object.ts';
import { describeChange } from '../../server/src/plan/kubernetes/explain.ts';
import { maskSecretPair, maskSecrets } from '../../server/src/plan/kubernetes/mask.ts';
import { planObjects } from '../../server/src/plan/kubernetes/plan-objects.ts';
import { isDrift } from '../../server/src/plan/model.ts';

const kinds = fc.constantFrom<[string, string][]>(
  ['apps/v1', 'Deployment'],
  ['v1', 'Service'],
  ['v1', 'ConfigMap'],
  ['v1', 'Secret'],
  ['batch/v1', 'CronJob'],
  ['networking.k8s.io/v1', 'NetworkPolicy'],
  ['rbac.authorization.k8s.io/v1', 'Role'],
  ['x.io/v1', 'Widget'],
);

/** Objects that are half right and half nonsense: real field names with values of any shape. */
const content = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false, 0, 1, '', 'a', '1Gi', '100m', 'TCP', '50%'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom(
        ...[
          'spec',
          'template',
          'containers',
          'name',
          'env',
          'value',
          'ports',
          'port',
          'protocol',
          'resources',
          'limits',
        ],
        ...[
          'data',
          'stringData',
          'rules',
          'ingress',
          'cpu',
          'memory',
          'labels',
          'tolerations',
          'replicas',
          '__proto__',
          'x.y',
        ],
      ),
      tie('value'),
      { maxKeys: 5 },
    ),
  ),
})).value;

const objects = fc
  .record({ kind: kinds, spec: content, data: content, labels: content, rules: content })
  .map(({ kind: [apiVersion, kind], spec, data, labels, rules }) => ({
    apiVersion,
    kind,
    metadata: { name: 'a', namespace: 'n', labels },
    spec,
    data,
    rules,
  }));

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, child]) => [key, reversed(child)]),
  );
}

describe('whatever the objects are', () => {
  test('an object does not differ from itself', () => {
    fc.assert(
      fc.property(objects, (object) => {
        expect(compareObject({ desired: object, live: object }).attributes.filter(isDrift)).toEqual([]);
        expect(planObjects([object], [object])).toEqual([]);
      }),
    );
  });

  test('the order of keys says nothing', () => {
    const paths = (desired: DataRecord, live: unknown): string[] =>
      compareObject({ desired, live })
        .attributes.map((change) => `${change.class} ${change.path.text}`)
        .sort();
    fc.assert(
      fc.property(objects, objects, (left, right) => {
        const live = { ...right, apiVersion: left.apiVersion, kind: left.kind };
        expect(paths(reversed(left) as DataRecord, reversed(live))).toEqual(paths(left, live));
      }),
    );
  });

  test('a comparison never changes its input, and always can be described', () => {
    fc.assert(
      fc.property(objects, objects, (desired, live) => {
        const before = JSON.stringify([desired, live]);
        const { attributes } = compareObject({ desired, live });
        for (const change of attributes) describeChange(change, new Date(0));
        expect(JSON.stringify([desired, live])).toBe(before);
      }),
    );
  });
});

describe('secrets', () => {
  const canary = (name: string): string => `canary-${name}-7f3a`;
  const encoded = (name: string): string => Buffer.from(canary(name)).toString('base64');
  const secret = (mark: string): DataRecord => {
    const content = { data: { a: encoded(`data-${mark}`) }, stringData: { b: canary(`string-${mark}`) } };
    const applied = JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, ...content });
    return {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: 's',
        annotations: {
          'kubectl.kubernetes.io/last-applied-configuration': applied,
          'example.com/api-token': canary(`annotation-${mark}`),
        },
      },
      ...content,
      ...(mark === 'live' ? { data: { a: encoded(`data-${mark}`), c: encoded(`more-${mark}`) } } : {}),
    };
  };
  const workload = (mark: string): DataRecord => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p' },
    spec: { containers: [{ name: 'a', env: [{ name: 'DB_PASSWORD', value: canary(`env-${mark}`) }] }] },
  });
  const broken = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 's' },
    data: canary('shape'),
    stringData: [canary('list')],
  };
  const numbers = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 's' },
    stringData: { a: { deep: canary('deep') } },
  };

  function expectNoCanary(value: unknown): void {
    const text = JSON.stringify(value);
    expect(text).not.toMatch(/canary/);
    expect(text).not.toContain(Buffer.from('canary').toString('base64').slice(0, 8));
  }

  const pairs: [unknown, unknown][] = [
    [secret('git'), secret('live')],
    [secret('git'), null],
    [workload('git'), workload('live')],
    [workload('git'), { ...workload('live'), spec: {} }],
    [{ ...workload('git'), spec: {} }, workload('live')],
    [broken, secret('live')],
    [secret('git'), broken],
    [numbers, secret('live')],
  ];

  test.each(pairs)('never appear in a comparison %#', (desired, live) => {
    const change = compareObject({ desired, live });
    expectNoCanary(change);
    expectNoCanary(change.attributes.map((attribute) => describeChange(attribute, new Date(0))));
  });

  test.each(pairs)('never appear in a plan or a masked text %#', (base, head) => {
    expectNoCanary(planObjects([base], [head]));
    expectNoCanary(planObjects([{ kind: 'List', items: [base] }], [{ kind: 'SecretList', items: [head] }]));
    expectNoCanary([maskSecrets(base), maskSecrets({ kind: 'List', items: [head] })]);
    expectNoCanary(maskSecretPair(base, head));
  });

  test('are still compared', () => {
    const change = compareObject({ desired: secret('git'), live: secret('live') });
    const seen = change.attributes.map((attribute) => [attribute.class, attribute.path.text, attribute.before.k]);
    expect(seen).toContainEqual(['changed', 'data.a', 'secret']);
    expect(compareObject({ desired: secret('git'), live: secret('git') }).attributes.filter(isDrift)).toEqual([]);
  });

  test('that are encrypted in Git are there or not, no more', () => {
    const encrypted = 'ENC[AES256_GCM,data:AAAA,type:str]';
    const desired = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's' },
      stringData: { a: encrypted, b: encrypted },
      sops: { mac: encrypted },
    };
    const live = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: { a: encoded('x') } };
    const change = compareObject({ desired, live });
    expect(change.attributes.map((attribute) => `${attribute.class} ${attribute.path.text}`)).toEqual([
      'missing data.b',
    ]);
    expect(change.messages.map(({ text }) => text)).toEqual(['2 encrypted values were not compared']);
  });

  test('show in a masked pair whether they are the same', () => {
    const object = (value: string): DataRecord => ({
      ...workload('x'),
      kind: 'Secret',
      stringData: { a: value, b: 'same' },
      spec: {},
    });
    const [before, after] = maskSecretPair(object('1'), object('2'));
    expect(before).toMatchObject({ data: { a: '*** (before)', b: '***' } });
    expect(after).toMatchObject({ data: { a: '*** (after)', b: '***' } });
  });
});
