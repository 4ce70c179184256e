import { rmSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { buildProgram, folderWith } from './program.ts';

const folder = folderWith({
  '.git/HEAD': 'ref: refs/heads/main\n',
  '.plumbline.yml': 'version: 1\nschemas:\n  - { match: ["**/*.widget.yaml"], schema: schemas/widget.json }\n',
  'schemas/widget.json': '{ "type": "object", "properties": { "count": { "type": "integer", "minimum": 1 } } }',
  'parts/a.widget.yaml': 'count: 0\n',
  'parts/b.widget.yaml': 'count: 2\n',
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('the command line judges files by the schemas that .plumbline.yml gives them', { timeout: 60_000 }, async () => {
  const run = await buildProgram('user-schemas');
  const { code, stdout, stderr } = await run(['check'], { folder, input: '' });
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  expect(stdout).toContain("parts/a.widget.yaml:1:8: error[user-schema/invalid-value]: 'count' must be >= 1");
  expect(stdout).not.toContain('b.widget.yaml');
});
