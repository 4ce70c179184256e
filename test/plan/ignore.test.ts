import { describe, expect, test } from 'vitest';
import { parseJq, valueAt } from '../../server/src/plan/kubernetes/jq.ts';
import type { ArgoIgnoreRule, FluxIgnoreRule } from '../../server/src/plan/kubernetes/ignore.ts';
import { compare, deployment, drifts } from './drift-sample.ts';

const git = deployment({
  metadata: 'labels: { a/b: "1" }',
  spec: 'replicas: 2',
  container: 'env: [{ name: A, value: x }]',
});
const live = deployment({
  metadata: 'labels: { a/b: "2" }',
  spec: 'replicas: 3',
  container: 'env: [{ name: A, value: y }]',
});
const all = [
  'changed metadata.labels["a/b"]',
  'changed spec.replicas',
  'changed spec.template.spec.containers[name=main].env[name=A].value',
];

describe("Argo CD's ignoreDifferences", () => {
  const argo = (rule: ArgoIgnoreRule): string[] =>
    drifts(git, live, { ignoreDifferences: [{ group: 'apps', kind: 'Deployment', ...rule }] });

  test.each<[string, ArgoIgnoreRule, number[]]>([
    ['a pointer', { jsonPointers: ['/spec/replicas'] }, [0, 2]],
    ['a pointer with an escaped slash', { jsonPointers: ['/metadata/labels/a~1b'] }, [1, 2]],
    ['a pointer by index', { jsonPointers: ['/spec/template/spec/containers/0/env'] }, [0, 1]],
    ['a path', { jqPathExpressions: ['.metadata.labels["a/b"], .spec.replicas'] }, [2]],
    [
      'a selected element',
      { jqPathExpressions: ['.spec.template.spec.containers[]?.env[] | select(.name == "A")'] },
      [0, 1],
    ],
    [
      'a selection that finds nothing',
      { jqPathExpressions: ['.spec.template.spec.containers[] | select(.name == "z")'] },
      [0, 1, 2],
    ],
    ['another object', { name: 'other', jsonPointers: ['/spec/replicas'] }, [0, 1, 2]],
    ['another group', { group: 'batch', jsonPointers: ['/spec/replicas'] }, [0, 1, 2]],
    ['every group', { group: '*', kind: '*', jsonPointers: ['/spec/replicas'] }, [0, 2]],
    ['a pointer that is none', { jsonPointers: ['spec.replicas'] }, [0, 1, 2]],
  ])('%s', (_, rule, left) => {
    expect(argo(rule)).toEqual(left.map((index) => all[index]));
  });

  test('the ignored difference is kept, with the rule', () => {
    const { attributes } = compare(git, live, {
      ignoreDifferences: [
        { group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'], reason: 'the HPA owns it' },
      ],
    });
    const ignored = attributes.filter((change) => change.class === 'ignored');
    expect(ignored.map(({ path, rule }) => [path.text, rule])).toEqual([
      ['spec.replicas', 'ignoreDifferences: /spec/replicas (the HPA owns it)'],
    ]);
  });

  test('what cannot be evaluated hides nothing and is said', () => {
    const { attributes, messages } = compare(git, live, {
      ignoreDifferences: [{ group: 'apps', kind: 'Deployment', jqPathExpressions: ['..|.replicas?'] }],
    });
    expect(attributes).toHaveLength(3);
    expect(messages.map(({ text }) => text)).toEqual([
      "The jq expression '..|.replicas?' is not evaluated; it hides nothing",
    ]);
  });
});

describe("Flux's ignore rules", () => {
  const flux = (target: FluxIgnoreRule['target']): string[] =>
    drifts(git, live, { fluxIgnore: [{ paths: ['/spec/replicas'], ...(target ? { target } : {}) }] });

  test.each<[FluxIgnoreRule['target'], boolean]>([
    [undefined, true],
    [{ kind: 'Deploy.*', name: 'sho[a-z]' }, true],
    [{ kind: 'Deploy' }, false],
    [{ group: 'apps', version: 'v1' }, true],
    [{ labelSelector: 'a/b=1' }, true],
    [{ labelSelector: 'a/b notin (1, 2)' }, false],
    [{ kind: '(' }, false],
  ])('target %j', (target, isHidden) => {
    expect(flux(target).includes('changed spec.replicas')).toBe(!isHidden);
  });

  test('the empty path hides the whole object', () => {
    expect(drifts(git, live, { fluxIgnore: [{ paths: [''] }] })).toEqual([]);
  });
});

describe('jq', () => {
  const value = {
    a: [
      { n: 'x', v: 1 },
      { n: 'y', v: 2 },
    ],
    'b.c': { d: null },
  };
  const select = (expression: string): unknown[] | undefined =>
    parseJq(expression)?.(value).map((location) => valueAt(value, location));

  test.each([
    ['.a[].v', [1, 2]],
    ['.a[-1].v', [2]],
    ['.["b.c"].d', [null]],
    ['."b.c" | .d', [null]],
    ['.a[] | select(.n != "x") | .v', [2]],
    ['.a[] | select(.n == "x" or .v == 2) | .v', [1, 2]],
    ['.a[] | select(.n | startswith("y")).v', [2]],
    ['.a[] | select(.n | test("^[xy]$")) | .v', [1, 2]],
    ['(.a, .["b.c"]) | .[0].v', [1, undefined]],
    ['.a | length', undefined],
    ['.a[', undefined],
    ['', undefined],
  ])('%s', (expression, expected) => {
    expect(select(expression)).toEqual(expected);
  });
});
