import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { generate } from '../../schemas/plumbline/generate.mjs';

const schemas = new URL('../../schemas/', import.meta.url);

function sha256(path: string): string {
  return createHash('sha256')
    .update(readFileSync(new URL(path, schemas)))
    .digest('hex');
}

test.each(['kubernetes', 'kustomize', 'plumbline'])('SOURCE.md of %s has the checksums of its files', (folder) => {
  const page = readFileSync(new URL(`${folder}/SOURCE.md`, schemas), 'utf8');
  const stated = Array.from(page.matchAll(/sha256 of `([^`]+)`: `([0-9a-f]+)`/g), ([, file, sum]) => [file, sum]);
  expect(stated.length).toBeGreaterThan(0);
  expect(stated).toEqual(stated.map(([file]) => [file, sha256(`${folder}/${file ?? ''}`)]));
});

test('the validator of .plumbline.yml is the one of its schema', () => {
  expect(generate()).toBe(readFileSync(new URL('plumbline/validate.mjs', schemas), 'utf8'));
});
