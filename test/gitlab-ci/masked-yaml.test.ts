import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hiddenTexts, maskedYaml, maskTokens } from '../../server/src/workflows/lint-on-server/mask.ts';
import { parseYamlFile } from '../../server/src/yaml/file.ts';
import type { YamlNode } from '../../server/src/yaml/node.ts';
import { writeYaml } from '../../server/src/yaml/write.ts';

function rootOf(text: string): YamlNode | undefined {
  return parseYamlFile('/a.yml', text).documents[0]?.document.root;
}

function masked(text: string): string {
  return maskTokens(maskedYaml(rootOf(text))).trimStart();
}

describe('a pipeline in a report', () => {
  it('keeps what a verdict depends on, and no values', () => {
    const text = [
      'build: &anchor # comment',
      '  stage: build',
      '  image: {name: registry/app, entrypoint: [sh]}',
      '  script: |',
      '    curl secret',
      '  needs: [{job: lint, optional: true}, !reference [.base, needs]]',
      '  variables: {TOKEN: value, when: manual}',
      '  rules:',
      '    - if: $A == "text" && $B =~ /pattern/i',
      '      when: delayed',
      '      start_in: 3 hours',
      '  retry: 2',
      '  empty: ""',
      'test: *anchor',
    ].join('\n');
    expect(masked(text)).toBe(
      [
        'build: &anchor',
        '  stage: build',
        '  image:',
        '    name: ***',
        '    entrypoint:',
        '      - ***',
        '  script: ***',
        '  needs:',
        '    -',
        '      job: lint',
        '      optional: true',
        '    - !reference',
        '      - .base',
        '      - needs',
        '  variables:',
        '    TOKEN: ***',
        '    when: ***',
        '  rules:',
        '    -',
        '      if: $A == "***" && $B =~ /***/i',
        '      when: delayed',
        '      start_in: 3 hours',
        '  retry: 2',
        '  empty: ""',
        'test: *anchor',
      ].join('\n'),
    );
  });

  it('shows no text of variables, scripts, secrets and inputs, wherever they stand and however they are written', () => {
    const secret = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).map((text) => `canary${text}`);
    const hidden = fc.constantFrom('variables', 'script', 'before_script', 'secrets', 'id_tokens', 'inputs');
    const value = fc.oneof(
      secret,
      fc.array(secret, { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('A', 'when'), secret),
    );
    const job = fc.dictionary(hidden, value);
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('build', 'default', '.base'), job), (pipeline) => {
        expect(masked(writeYaml(pipeline))).not.toContain('canary');
      }),
    );
  });

  it('takes tokens, keys and passwords of addresses out of any text', () => {
    const secrets = [
      'glpat-abcdefghij0123456789',
      'ghp_abcdefghij0123456789abcdefghij012345',
      'AKIAABCDEFGHIJKLMNOP',
      'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl',
      'dGhpcyBpcyBhIHNlY3JldCBvZiAzMiBieXRlcw==',
      '-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----',
    ];
    for (const secret of secrets) expect(maskTokens(`stage: ${secret} end`)).toBe('stage: *** end');
    expect(maskTokens('https://user:pass@example.com/x')).toBe('https://***example.com/x');
    for (const secret of secrets) expect(masked(`stage: ${JSON.stringify(secret)}`)).toBe('stage: ***');
  });

  it('knows the texts that it does not show, so that they can be taken out of messages', () => {
    expect(hiddenTexts(rootOf('a: {script: [one, {x: two}], stage: three, variables: {A: 12345}}'))).toEqual([
      'one',
      'two',
      '12345',
    ]);
  });
});
