import { describe, expect, test } from 'vitest';
import { readPlumblineFile } from '../../server/src/workspace/plumbline-file.ts';

describe('.plumbline.yml', () => {
  test('names environments', () => {
    const text = [
      'version: 1',
      'environments:',
      '  production:',
      '    source: ./clusters/production/',
      '    kubernetes: { context: prod, namespace: shop }',
      '    controller: flux',
      '  review:',
      'ignoreDifferences: [{ kind: Deployment, group: apps, jsonPointers: [/spec/replicas], reason: HPA }]',
    ].join('\n');
    expect(readPlumblineFile('.plumbline.yml', text)).toMatchObject({
      ok: true,
      value: {
        environments: [
          {
            name: 'production',
            source: 'clusters/production',
            kubernetes: { context: 'prod', namespace: 'shop' },
            controller: 'flux',
          },
          { name: 'review' },
        ],
        ignoreDifferences: [{ jsonPointers: ['/spec/replicas'] }],
      },
    });
  });

  test('is read as YAML 1.2: what YAML 1.1 takes for a truth or a number in base 8 is a text or a plain number', () => {
    const read = readPlumblineFile(
      '.plumbline.yml',
      'version: 01\nenvironments: { on: { kubernetes: { context: yes } } }',
    );
    expect(read).toMatchObject({ ok: true, value: { environments: [{ name: 'on', kubernetes: { context: 'yes' } }] } });
  });

  test.each([
    ['a: [', 'has a YAML error in line'],
    ['', 'is not a mapping'],
    ['- 1', 'is not a mapping'],
    ['\0', "'.plumbline.yaml' "],
    ['version: 2', "must say 'version: 1'"],
    ['version: 1\nenvironments: [a]', "'environments' must map names to settings"],
    ['version: 1\nenvironments: { a: b }', "must map the environment 'a' to its settings"],
    ['version: 1\nenvironments: { a: { source: ../x } }', 'not inside the repository'],
    ['version: 1\nenvironments: { a: { source: /etc } }', 'not inside the repository'],
    ['version: 1\nenvironments: { a: { controller: spinnaker } }', 'known are flux, argo-cd, gitlab-agent, push'],
    ['version: 1\nignoreDifferences: [a]', "'ignoreDifferences' must be a list of mappings"],
  ])('%j is refused', (text, message) => {
    const read = readPlumblineFile('.plumbline.yaml', text);
    expect(read.ok ? '' : read.problem.message).toContain(message);
  });
});
