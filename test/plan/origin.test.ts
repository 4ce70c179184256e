import { describe, expect, test } from 'vitest';
import { originOf } from '../../server/src/plan/origin.ts';
import { parsePath } from './read-path.ts';
import { parseYamlFile } from '../../server/src/yaml/file.ts';

const base = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels: &labels
    app: web
spec:
  replicas: 2
  template:
    metadata:
      labels: *labels
    spec:
      containers:
        - name: side
          image: side:1
        - image: registry.example.com:5000/web:1.0
          name: main
          ports:
            - containerPort: 53
              protocol: UDP
            - containerPort: 53
          args: [--a, "--b"]
          env:
            - { name: A, value: "1" }
---
apiVersion: v1
kind: Secret
metadata: { name: s }
data: { old: eA== }
stringData:
  token: |
    x
`;
const patch = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  template:
    spec:
      containers:
        - name: main
          env:
            - name: A
              value: "2"
`;
const overlay = `resources: [../base]
replicas:
  - name: web
    count: 4
images:
  - name: registry.example.com:5000/web
    newTag: "2.0"
`;
const files = new Map(
  Object.entries({ '/r/base.yaml': base, '/r/patch.yaml': patch, '/r/kustomization.yaml': overlay }).map(
    ([path, text]) => [path, parseYamlFile(path, text)],
  ),
);
const main = 'spec.template.spec.containers[name=main]';

function locate(resource: Parameters<typeof originOf>[0], text: string): string | undefined {
  const path = parsePath(text);
  const origin = path && originOf(resource, path, (file) => files.get(file));
  const file = origin && files.get(origin.path);
  if (!origin || !file) return undefined;
  const { line } = file.lines.positionAt(origin.range.start);
  const shown = file.text.slice(origin.range.start, origin.range.end);
  return `${origin.path.slice(3)}:${line + 1} ${shown}${origin.isExact ? '' : ' (nearest)'}`;
}

describe('in plain YAML', () => {
  const plain = { source: { path: '/r/base.yaml', document: 0 } };

  test.each([
    ['', 'base.yaml:4 name: web'],
    ['spec.replicas', 'base.yaml:8 replicas: 2'],
    [`${main}.image`, 'base.yaml:16 image: registry.example.com:5000/web:1.0'],
    [`${main}.ports[containerPort=53,protocol=UDP]`, 'base.yaml:19 containerPort: 53'],
    [`${main}.ports[containerPort=53,protocol=TCP]`, 'base.yaml:21 containerPort: 53'],
    [`${main}.args[1]`, 'base.yaml:22 "--b"'],
    [`${main}.args`, 'base.yaml:22 args'],
    [`${main}.env[name=A].value`, 'base.yaml:24 value: "1"'],
    [`${main}.env[name=B]`, 'base.yaml:23 env (nearest)'],
    ['spec.template.metadata.labels.app', 'base.yaml:6 app: web'],
    ['spec.template.spec.dnsPolicy', 'base.yaml:12 spec (nearest)'],
    ['metadata.labels["x/y"]', 'base.yaml:5 labels (nearest)'],
  ])('%s', (path, expected) => {
    expect(locate(plain, path)).toBe(expected);
  });

  test('data of a Secret may be written as stringData', () => {
    const secret = { source: { path: '/r/base.yaml', document: 1 } };
    expect(locate(secret, 'data.token')).toBe('base.yaml:31 token');
    expect(locate(secret, 'data.old')).toBe('base.yaml:29 old: eA==');
  });

  test('an object whose file is not at hand has no place', () => {
    expect(locate({ source: { path: '/r/gone.yaml', document: 0 } }, 'spec')).toBeUndefined();
    expect(locate({ source: { path: '/r/base.yaml', document: 7 } }, 'spec')).toBeUndefined();
    expect(locate({}, 'spec')).toBeUndefined();
  });
});

describe('through Kustomize', () => {
  const overlaid = {
    source: { path: '/r/base.yaml', document: 0 },
    patches: [{ path: '/r/patch.yaml', document: 0 }],
    kustomizations: ['/r/kustomization.yaml'],
  };

  test.each([
    ['spec.replicas', 'kustomization.yaml:4 count: 4'],
    [`${main}.image`, 'kustomization.yaml:7 newTag: "2.0"'],
    ['spec.template.spec.containers[name=side].image', 'base.yaml:15 image: side:1'],
    [`${main}.env[name=A].value`, 'patch.yaml:11 value: "2"'],
    [`${main}.args`, 'base.yaml:22 args'],
    [`${main}.env[name=B]`, 'base.yaml:23 env (nearest)'],
  ])('%s', (path, expected) => {
    expect(locate(overlaid, path)).toBe(expected);
  });
});
