import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { hover } from '../../server/src/features/hover.ts';
import { readTable } from '../../server/src/io/documentation.ts';
import { createDocumentation, type Documentation } from '../../server/src/schema/documentation.ts';
import { createWorkspace } from '../harness/workspace.ts';

const file = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
let documentation: Documentation;

beforeAll(() => {
  execFileSync(process.execPath, [file('.config/schemas.mjs')]);
  documentation = createDocumentation(() => readTable(file('dist/schemas/kubernetes-documentation.json')));
});

test('the build takes the texts of types and fields from the npm package', () => {
  expect(documentation.ofType('apps.v1.Deployment')).toBe(
    'Deployment enables declarative updates for Pods and ReplicaSets.',
  );
  expect(documentation.ofField('core.v1.ServicePort', 'port')).toBe('The port that will be exposed by this service.');
  // Two groups have a type of this name.
  expect(documentation.ofField('events.v1.Event', 'action')).toContain('what action was taken/failed');
  expect(documentation.ofField('core.v1.Nothing', 'port')).toBeUndefined();
});

test('a hover ends with the text', () => {
  const text = 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  ports:\n    - port: 80\n';
  const workspace = createWorkspace({
    files: new Map([['/workspace/service.yaml', text]]),
    listed: [],
    pending: [],
    facts: { kubernetesDocumentation: documentation },
  });
  const snapshot = workspace.snapshot();
  const state = snapshot.file('/workspace/service.yaml');
  const found =
    state.state === 'loaded' ? hover(snapshot, { file: state.file, offset: text.indexOf('port: 80') }) : undefined;
  expect(found?.markdown).toBe(
    '**spec.ports[0].port**: integer, required\n\nThe port that will be exposed by this service.',
  );
});

test('without the built file there is nothing to tell', () => {
  expect(readTable('/nowhere/documentation.json')).toEqual({});
});
