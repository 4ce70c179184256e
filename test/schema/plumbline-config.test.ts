import { expect, test } from 'vitest';
import { readPlumblineConfig } from '../../server/src/languages/plumbline-config/index.ts';
import { parseYamlFile } from '../../server/src/yaml/file.ts';

const read = (text: string): ReturnType<typeof readPlumblineConfig> =>
  readPlumblineConfig(parseYamlFile('/workspace/.plumbline.yml', text));

test('reads what the workflows need', () => {
  const config = read(`
version: 1
environments:
  production:
    gitlab: prod
    tier: production
    source: clusters/production
    kubernetes: { context: prod, namespace: shop }
    controller: flux
  infrastructure:
    terraform: { directory: infra/production, workspace: production }
    ansible: { playbook: site.yml }
schemas:
  - { match: ["**/*.widget.yaml"], schema: ./schemas/widget.json }
ignoreDifferences:
  - { group: apps, kind: Deployment, jsonPointers: [/spec/replicas], reason: an autoscaler sets it }
`);
  expect(config).toEqual({
    environments: [
      {
        name: 'production',
        gitlabName: 'prod',
        tier: 'production',
        source: 'clusters/production',
        kubernetes: { context: 'prod', namespace: 'shop' },
        controller: 'flux',
      },
      {
        name: 'infrastructure',
        gitlabName: 'infrastructure',
        terraform: { directory: 'infra/production', workspace: 'production' },
        ansible: { playbook: 'site.yml' },
      },
    ],
    schemas: [{ match: ['**/*.widget.yaml'], schema: './schemas/widget.json' }],
    ignoreDifferences: [
      {
        group: 'apps',
        kind: 'Deployment',
        reason: 'an autoscaler sets it',
        jsonPointers: ['/spec/replicas'],
        jqPathExpressions: [],
        managedFieldsManagers: [],
      },
    ],
    problems: [],
  });
});

test('leaves out what is wrong, says so, and keeps the rest', () => {
  const config = read('version: 1\nenvironments:\n  a: {tier: prod, source: x}\n  b: [1]\n  c:\n');
  expect(config.environments).toEqual([
    { name: 'a', gitlabName: 'a', source: 'x' },
    { name: 'b', gitlabName: 'b' },
    { name: 'c', gitlabName: 'c' },
  ]);
  expect(config.problems.map(({ kind }) => kind)).toEqual(['invalid-value', 'wrong-type']);
});

test.each(['', '[', 'a', '- 1', '\0'])('any text gives a configuration: %j', (text) => {
  expect(read(text)).toMatchObject({ environments: [], schemas: [], ignoreDifferences: [] });
});
