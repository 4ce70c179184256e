import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildProgram, folderWith, type Run } from './program.ts';

const DESIRED = `apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { colour: blue }
---
apiVersion: v1
kind: Secret
metadata: { name: key }
stringData: { key: canary-in-git }
`;

const live = (colour: string, key: string): string => `apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: ConfigMap
    metadata: { name: settings, namespace: shop, uid: 3a2b }
    data: { colour: ${colour} }
  - apiVersion: v1
    kind: Secret
    metadata: { name: key, namespace: shop }
    data: { key: ${Buffer.from(key).toString('base64')} }
`;

const FILES = {
  'desired.yaml': DESIRED,
  'same.yaml': live('blue', 'canary-in-git'),
  'changed.yaml': live('red', 'canary-live'),
  'other.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n',
  'broken.yaml': 'kind: [\n',
  'empty.yaml': '',
  'list.yaml': '- a\n',
};

let folder = '';
let plumbline: (...args: readonly string[]) => Promise<Run>;

beforeAll(async () => {
  folder = folderWith(FILES);
  const run = await buildProgram('drift');
  plumbline = (...args) => run(['drift', ...args], { folder });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const files = (desired: string, recorded: string): string[] => ['--desired', desired, '--live', recorded];

describe('two files', { timeout: 60_000 }, () => {
  test('that say the same are in sync, in whatever form and namespace', async () => {
    expect(await plumbline(...files('desired.yaml', 'same.yaml'))).toEqual({
      code: 0,
      stdout: 'same.yaml: 2 in sync\n',
      stderr: '',
    });
  });

  test('that differ show each field, and no secret', async () => {
    const { code, stdout, stderr } = await plumbline(...files('desired.yaml', 'changed.yaml'));
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toBe(`changed.yaml: 2 drifted
  v1 ConfigMap settings: drifted (desired.yaml)
    data.colour: live: red
  v1 Secret key: drifted (desired.yaml)
    data.key: live: another secret value
`);
  });

  test('JSON has the types of the model, paths as text', async () => {
    const { code, stdout } = await plumbline(...files('desired.yaml', 'changed.yaml'), '--format', 'json');
    expect(code).toBe(1);
    expect(stdout).not.toContain('canary');
    expect(stdout).not.toContain(Buffer.from('canary').toString('base64').slice(0, 8));
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      environments: [
        {
          environment: 'changed.yaml',
          fidelity: 'recorded',
          counts: { drifted: 2, missing: 0, unknown: 0 },
          resources: [
            {
              id: { kind: 'ConfigMap', name: 'settings' },
              kind: 'update',
              source: { path: 'desired.yaml', document: 0 },
              attributes: [{ path: 'data.colour', class: 'changed', before: { k: 'known', v: 'red' } }],
            },
            { attributes: [{ path: 'data.key', before: { k: 'secret' }, after: { k: 'secret' } }] },
          ],
        },
      ],
    });
  });

  test('Markdown for a comment; an object that is not there is drift', async () => {
    const { code, stdout } = await plumbline(...files('desired.yaml', 'other.yaml'), '--format', 'markdown');
    expect(code).toBe(1);
    expect(stdout).toContain('## Drift of other.yaml\n\n2 not found\n');
    expect(stdout).toContain('| v1 ConfigMap settings | not found | |  |\n');
  });

  test('what is no object could not be checked', async () => {
    expect(await plumbline(...files('list.yaml', 'same.yaml'))).toMatchObject({
      code: 2,
      stderr: 'not checked: same.yaml: 1 object, as listed\n',
    });
  });
});

describe('what cannot be done', { timeout: 60_000 }, () => {
  test.each([
    [['--desired', 'desired.yaml'], "Options '--desired' and '--live' go together"],
    [files('lost.yaml', 'same.yaml'), "lost.yaml'"],
    [files('desired.yaml', 'broken.yaml'), "broken.yaml', line "],
    [files('empty.yaml', 'same.yaml'), 'holds no Kubernetes object'],
    [['--offline'], "Option '--offline' needs '--desired A.yaml'"],
    [['--enviroment', 'a'], "Did you mean '--environment'?"],
    [['a', 'b'], 'One folder is checked at a time'],
    [[], "There is no '.plumbline.yml'"],
  ])('%j is said and answers 2', async (args, message) => {
    const { code, stderr } = await plumbline(...args);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});
