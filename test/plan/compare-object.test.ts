import { describe, expect, test } from 'vitest';
import { isDrift } from '../../server/src/plan/model.ts';
import { compare, deployment, drifts } from './drift-sample.ts';

describe('values that are written in another way', () => {
  test.each([
    ['cpu: 1500m', 'cpu: "1.5"'],
    ['memory: 2048Mi', 'memory: 2Gi'],
    ['memory: 0.5Gi', 'memory: 512Mi'],
    ['cpu: 1', 'cpu: 1000m'],
    ['cpu: 0.0001', 'cpu: 1m'],
  ])('quantity %s is %s', (git, live) => {
    expect(drifts(deployment({ resources: git }), deployment({ resources: live }))).toEqual([]);
  });

  test('quantities of another size differ', () => {
    expect(drifts(deployment({ resources: 'memory: 300M' }), deployment({ resources: 'memory: 300Mi' }))).toEqual([
      'changed spec.template.spec.containers[name=main].resources.limits.memory',
    ]);
  });

  test('a spelling that will be rewritten is a hint, no drift', () => {
    const { attributes } = compare(
      deployment({ resources: 'memory: 1073741824' }),
      deployment({ resources: 'memory: 1Gi' }),
    );
    expect(attributes.map((change) => change.class)).toContain('equal-other-form');
    expect(attributes.some(isDrift)).toBe(false);
  });
});

describe('zero values', () => {
  test('a zero that the server drops is the same as absent', () => {
    const zeros = 'hostNetwork: false\nnodeSelector: {}\ntolerations: []\nhostname: ""';
    expect(drifts(deployment({ pod: zeros }), deployment({}))).toEqual([]);
  });

  test('a zero that a pointer keeps is a value', () => {
    expect(drifts(deployment({ pod: 'automountServiceAccountToken: false' }), deployment({}))).toEqual([
      'missing spec.template.spec.automountServiceAccountToken',
    ]);
  });

  test('a declared zero takes the live value away', () => {
    expect(drifts(deployment({ pod: 'hostPID: false' }), deployment({ pod: 'hostPID: true' }))).toEqual([
      'changed spec.template.spec.hostPID',
    ]);
  });

  test('a label without text is a label', () => {
    const git = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: a, labels: { flag: "" } }';
    const live = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: a }';
    expect(drifts(git, live)).toEqual(['missing metadata.labels.flag']);
  });
});

describe('lists', () => {
  test('elements are found by all their keys', () => {
    const git = 'ports: [{ port: 53, protocol: UDP, name: a }, { port: 53, name: b }]';
    const live = 'ports: [{ port: 53, protocol: TCP, name: b }, { port: 53, protocol: UDP, name: c }]';
    const service = (spec: string): string =>
      `apiVersion: v1\nkind: Service\nmetadata: { name: dns }\nspec: { ${spec} }`;
    expect(drifts(service(git), service(live))).toEqual(['changed spec.ports[port=53,protocol=UDP].name']);
  });

  test('an element that nobody declares is unowned, a missing one is one difference', () => {
    const git = deployment({ container: 'env: [{ name: ONE, value: "1" }, { name: TWO, value: "2" }]' });
    const live = deployment({ container: 'env: [{ name: TWO, value: "2" }, { name: EXTRA, value: "3" }]' });
    const { attributes } = compare(git, live);
    const env = 'spec.template.spec.containers[name=main].env';
    expect(attributes.map((change) => `${change.class} ${change.path.text}`)).toEqual([
      `missing ${env}[name=ONE]`,
      `unowned ${env}[name=EXTRA]`,
    ]);
  });

  test('another order of elements is said, but is no drift', () => {
    const git = deployment({ container: 'env: [{ name: A, value: "1" }, { name: B, value: $(A) }]' });
    const live = deployment({ container: 'env: [{ name: B, value: $(A) }, { name: A, value: "1" }]' });
    const { attributes } = compare(git, live);
    expect(attributes.map((change) => [change.class, change.severity])).toEqual([['order-only', 'warning']]);
  });

  test('an atomic list is one difference, with what differs inside', () => {
    const git = deployment({ container: 'args: [--port, "80"]' });
    const live = deployment({ container: 'args: [--port, "81"]' });
    const [change] = compare(git, live).attributes;
    expect(change?.path.text).toBe('spec.template.spec.containers[name=main].args');
    expect(change?.nested?.map(({ path }) => path.text)).toEqual(['spec.template.spec.containers[name=main].args[1]']);
  });

  test('a set is compared member by member', () => {
    const object = (members: string): string =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, finalizers: [${members}] }`;
    expect(drifts(object('x.io/a, x.io/b'), object('x.io/c, x.io/b'))).toEqual([
      'missing metadata.finalizers[=x.io/a]',
    ]);
  });

  test.each([
    [
      'NetworkPolicy',
      'networking.k8s.io/v1',
      'spec: { podSelector: {}, egress: [{ ports: [{ port: 53 }] }] }',
      'spec: { podSelector: {}, egress: [{ ports: [{ port: 53, protocol: TCP }] }] }',
    ],
    [
      'ClusterRoleBinding',
      'rbac.authorization.k8s.io/v1',
      'roleRef: { kind: ClusterRole, name: view }\nsubjects: [{ kind: Group, name: dev }]',
      'roleRef: { kind: ClusterRole, name: view, apiGroup: rbac.authorization.k8s.io }\nsubjects: [{ kind: Group, name: dev, apiGroup: rbac.authorization.k8s.io }]',
    ],
    [
      'LimitRange',
      'v1',
      'spec: { limits: [{ type: Container, max: { cpu: 2000m } }] }',
      'spec: { limits: [{ type: Container, max: { cpu: "2" }, default: { cpu: "2" }, defaultRequest: { cpu: "2" } }] }',
    ],
    [
      'Endpoints',
      'v1',
      'subsets: [{ addresses: [{ ip: 10.0.0.2 }, { ip: 10.0.0.1 }], ports: [{ port: 80 }] }]',
      'subsets: [{ addresses: [{ ip: 10.0.0.1 }, { ip: 10.0.0.2 }], ports: [{ port: 80, protocol: TCP }] }]',
    ],
  ])('defaults inside an atomic list of a %s', (kind, apiVersion, git, live) => {
    const object = (body: string): string => `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: a }\n${body}`;
    expect(drifts(object(git), object(live))).toEqual([]);
  });
});

describe('objects', () => {
  test('an object that is not there is missing as a whole', () => {
    const change = compare(deployment({}), null);
    expect(change.kind).toBe('create');
    expect(change.attributes.map(({ path }) => path.text)).toEqual(['']);
  });

  test('what is no object is not compared', () => {
    expect(compare('just text', null).kind).toBe('unsupported');
    expect(compare(deployment({}), 'kind: Status').kind).toBe('unknown');
  });

  test('a field that does not exist is missing live, and the note says why', () => {
    const [change] = compare(deployment({ pod: 'restartPolice: Always' }), deployment({})).attributes;
    expect(change?.path.text).toBe('spec.template.spec.restartPolice');
    expect(change?.note).toContain("'restartPolice' is no field here");
  });

  test('a hook is not compared', () => {
    const hook = 'apiVersion: v1\nkind: Pod\nmetadata: { name: a, annotations: { helm.sh/hook: test } }';
    expect(compare(hook, null)).toMatchObject({ kind: 'no-op', attributes: [] });
    expect(compare(hook, null, { engine: 'push' })).toMatchObject({ kind: 'create' });
  });

  test('Flux leaves an object alone that exists, when it applies only missing ones', () => {
    const git =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, annotations: { kustomize.toolkit.fluxcd.io/ssa: IfNotPresent } }\ndata: { a: "1" }';
    const live = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { a: "2" }';
    expect(compare(git, live, { engine: 'flux-kustomize' }).attributes).toEqual([]);
    expect(compare(git, null, { engine: 'flux-kustomize' }).kind).toBe('create');
  });
});

describe('custom resources', () => {
  const widget = (spec: string): string =>
    `apiVersion: x.io/v1\nkind: Widget\nmetadata: { name: w }\nspec: { ${spec} }`;
  const definition = {
    spec: {
      group: 'x.io',
      names: { kind: 'Widget' },
      versions: [
        {
          name: 'v1',
          schema: {
            openAPIV3Schema: {
              properties: {
                spec: {
                  properties: {
                    parts: {
                      type: 'array',
                      'x-kubernetes-list-type': 'map',
                      'x-kubernetes-list-map-keys': ['name'],
                      items: { properties: { name: { type: 'string' }, size: { type: 'integer', default: 1 } } },
                    },
                    steps: {
                      type: 'array',
                      items: { properties: { run: {}, times: { type: 'integer', default: 1 } } },
                    },
                  },
                },
              },
            },
          },
        },
      ],
    },
  };

  test('without a schema, mappings merge and lists are replaced', () => {
    expect(drifts(widget('a: { b: 1 }, l: [1]'), widget('a: { b: 1, c: 2 }, l: [1, 2]'))).toEqual(['changed spec.l']);
  });

  test('with a schema, lists merge by their keys', () => {
    const options = { crds: [definition] };
    const git = widget('parts: [{ name: a, size: 2 }]');
    const live = widget('parts: [{ name: b, size: 1 }, { name: a, size: 3 }]');
    expect(drifts(git, live, options)).toEqual(['changed spec.parts[name=a].size']);
  });

  test('defaults of the schema count inside a list that is replaced', () => {
    expect(
      drifts(widget('steps: [{ run: x }]'), widget('steps: [{ run: x, times: 1 }]'), { crds: [definition] }),
    ).toEqual([]);
  });
});
