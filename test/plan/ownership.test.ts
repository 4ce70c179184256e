import { describe, expect, test } from 'vitest';
import { describeChange } from '../../server/src/plan/kubernetes/explain.ts';
import { compare, deployment, drifts, lastApplied } from './drift-sample.ts';

const now = new Date('2026-03-01T12:00:00Z');
const ghosts = (change: ReturnType<typeof compare>): string[] =>
  change.attributes.map((attribute) => describeChange(attribute, now).ghost).filter((text) => text !== '');

describe('what was applied by kubectl', () => {
  test('a field that is gone from Git is removed, a stranger beside it stays', () => {
    const live = deployment({
      metadata: `labels: { tier: gold, team: a }\n${lastApplied({ metadata: { labels: { tier: 'gold' } } })}`,
    });
    const change = compare(deployment({}), live);
    expect(change.attributes.map((attribute) => `${attribute.class} ${attribute.path.text}`)).toEqual([
      'removed metadata.labels.tier',
      'unowned metadata.labels.team',
    ]);
    expect(ghosts(change)).toEqual(['live still has tier=gold (removed from Git)', '+ live team']);
  });

  test('a removed field that has its default already is no drift', () => {
    const applied = lastApplied({ spec: { replicas: 3, revisionHistoryLimit: 4 } });
    const live = deployment({ metadata: applied, spec: 'replicas: 1\nrevisionHistoryLimit: 4' });
    expect(drifts(deployment({}), live)).toEqual(['removed spec.revisionHistoryLimit']);
  });

  test('kubectl merges what server-side apply replaces', () => {
    const git = deployment({ pod: 'nodeSelector: { disk: ssd }' });
    const selector = 'nodeSelector: { disk: ssd, zone: a }';
    expect(drifts(git, deployment({ pod: selector }))).toEqual(['changed spec.template.spec.nodeSelector']);
    expect(drifts(git, deployment({ pod: selector, metadata: lastApplied({ spec: {} }) }))).toEqual([]);
  });

  test('a port that the server chose stays when Git no longer names it', () => {
    const service = (metadata: string, ports: string): string =>
      `apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n${metadata}\nspec:\n  ports: [{ ${ports} }]`;
    const applied = lastApplied({ spec: { ports: [{ port: 80, nodePort: 31000 }] } }).replaceAll(/^/gm, '  ');
    expect(drifts(service('', 'port: 80'), service(applied, 'port: 80, protocol: TCP, nodePort: 31000'))).toEqual([]);
  });

  test('a removed service account comes back from its deprecated twin', () => {
    const applied = lastApplied({ spec: { template: { spec: { serviceAccountName: 'shop' } } } });
    const live = deployment({ metadata: applied, pod: 'serviceAccountName: shop\nserviceAccount: shop' });
    expect(drifts(deployment({}), live)).toEqual([]);
  });

  test('a broken annotation is no base', () => {
    const live = deployment({
      metadata: 'labels: { a: b }\nannotations: { kubectl.kubernetes.io/last-applied-configuration: "{" }',
    });
    expect(drifts(deployment({}), live)).toEqual([]);
  });
});

describe('what managedFields say', () => {
  const entry = (manager: string, operation: string, fields: unknown, rest = ''): string =>
    `  - { manager: ${manager}, operation: ${operation}, time: "2026-03-01T10:00:00Z"${rest}, fieldsV1: ${JSON.stringify(fields)} }`;
  const managed = (...entries: string[]): string => ['managedFields:', ...entries].join('\n');
  const replicas = { 'f:spec': { 'f:replicas': {} } };

  test('a field that only the applier owns is removed, a shared one stays', () => {
    const labels = (...names: string[]): unknown => ({
      'f:metadata': { 'f:labels': Object.fromEntries(names.map((name) => [`f:${name}`, {}])) },
    });
    const live = deployment({
      metadata: `labels: { a: "1", b: "2", c: "3" }\n${managed(entry('helm-controller', 'Apply', labels('a', 'b')), entry('other', 'Apply', labels('b')))}`,
    });
    expect(drifts(deployment({}), live, { fieldManager: 'helm-controller' })).toEqual(['removed metadata.labels.a']);
  });

  test('an element of a list goes as one', () => {
    const env = { 'k:{"name":"OLD"}': { '.': {}, 'f:name': {}, 'f:value': {} } };
    const containers = { 'k:{"name":"main"}': { '.': {}, 'f:env': env } };
    const fields = { 'f:spec': { 'f:template': { 'f:spec': { 'f:containers': containers } } } };
    const live = deployment({
      metadata: managed(entry('kustomize-controller', 'Apply', fields)),
      container: 'env: [{ name: OLD, value: x }]',
    });
    expect(drifts(deployment({}), live)).toEqual(['removed spec.template.spec.containers[name=main].env[name=OLD]']);
  });

  test('who changed a value, and when', () => {
    const live = deployment({ metadata: managed(entry('kubectl-edit', 'Update', replicas)), spec: 'replicas: 5' });
    const change = compare(deployment({ spec: 'replicas: 2' }), live);
    expect(change.attributes[0]).toMatchObject({ class: 'changed', cause: 'manual', severity: 'warning' });
    expect(ghosts(change)).toEqual(['live: 5']);
    const [attribute] = change.attributes;
    const hover = attribute ? describeChange(attribute, now).hover : '';
    expect(hover).toContain('`kubectl-edit` (Update, 2 h ago, 2026-03-01T10:00:00Z)');
  });

  test('an autoscaler is no alarm', () => {
    const scale = entry('kube-controller-manager', 'Update', replicas, ', subresource: scale');
    const live = deployment({ metadata: managed(scale), spec: 'replicas: 9' });
    const change = compare(deployment({ spec: 'replicas: 2' }), live);
    expect(change.attributes[0]).toMatchObject({ class: 'changed', cause: 'autoscaler', severity: 'info' });
    expect(ghosts(change)).toEqual(['live: 9 (autoscaler)']);
  });

  test('a variable that somebody added by hand is shown with its author', () => {
    const env = { 'k:{"name":"DEBUG"}': { '.': {}, 'f:name': {}, 'f:value': {} } };
    const containers = { 'k:{"name":"main"}': { 'f:env': env } };
    const fields = { 'f:spec': { 'f:template': { 'f:spec': { 'f:containers': containers } } } };
    const live = deployment({
      metadata: managed(entry('kubectl-edit', 'Update', fields)),
      container: 'env: [{ name: DEBUG, value: "1" }]',
    });
    const change = compare(deployment({}), live);
    expect(change.kind).toBe('no-op');
    expect(change.attributes[0]).toMatchObject({ class: 'unowned', cause: 'manual', severity: 'warning' });
    // Flux takes the fields of kubectl over, and removes what Git does not declare.
    expect(drifts(deployment({}), live, { engine: 'flux-kustomize' })).toHaveLength(1);
  });
});
