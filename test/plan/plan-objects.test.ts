import { describe, expect, test } from 'vitest';
import { planObjects } from '../../server/src/plan/kubernetes/plan-objects.ts';
import { deployment, fromYaml } from './drift-sample.ts';

const plan = (base: string[], head: string[]): string[] =>
  planObjects(base.map(fromYaml), head.map(fromYaml)).flatMap(({ kind, id, attributes }) =>
    attributes.map((change) => `${kind} ${id.kind}/${id.name} ${change.class} ${change.path.text}`.trim()),
  );

describe('from one rendering to another', () => {
  const settings = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata: { a: "1" }';
  const service = 'apiVersion: v1\nkind: Service\nmetadata: { name: web }';

  test('objects are created, updated and deleted', () => {
    expect(
      plan([settings, deployment({ spec: 'replicas: 2' })], [service, deployment({ spec: 'replicas: 3' })]),
    ).toEqual([
      'create Service/web missing',
      'update Deployment/shop changed spec.replicas',
      'delete ConfigMap/settings removed',
    ]);
  });

  test('what is gone from the new rendering is removed, whoever wrote it', () => {
    const before = deployment({ container: 'env: [{ name: A, value: "1" }, { name: B, value: "2" }]' });
    const after = deployment({ container: 'env: [{ name: B, value: "3" }]' });
    const env = 'update Deployment/shop';
    const path = 'spec.template.spec.containers[name=main].env';
    expect(plan([before], [after])).toEqual([`${env} changed ${path}[name=B].value`, `${env} removed ${path}[name=A]`]);
  });

  test('another spelling is no change', () => {
    const before = deployment({ resources: 'memory: 1Gi', spec: 'paused: false' });
    expect(plan([before], [deployment({ resources: 'memory: 1024Mi' })])).toEqual([]);
  });

  test('the same name in another namespace is another object', () => {
    const object = (namespace: string): string =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: ${namespace} }`;
    expect(plan([object('x')], [object('y')])).toEqual(['create ConfigMap/a missing', 'delete ConfigMap/a removed']);
  });

  test('a newer version of the same kind is the same object', () => {
    const object = (version: string): string =>
      `apiVersion: policy/${version}\nkind: PodDisruptionBudget\nmetadata: { name: a }`;
    expect(plan([object('v1beta1')], [object('v1')])).toEqual([]);
  });

  test('what is no object is left out', () => {
    expect(plan(['just text', 'kind: X'], ['[1]'])).toEqual([]);
  });
});
