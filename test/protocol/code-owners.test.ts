import { beforeEach, describe, expect, test } from 'vitest';
import { useClientFolder } from './client-folder.ts';
import { insertion } from './language-client.ts';

const { uriOf, write, remove, startClient } = useClientFolder();

beforeEach(() => {
  write('CODEOWNERS', '* @everybody\n[Documentation][2] @writers\n*.md\n');
  write('docs/a.md', '');
});

describe('CODEOWNERS over the protocol', { timeout: 60_000 }, () => {
  test('who owns a file is told without trust, account or an open editor', async () => {
    const client = await startClient({ initializationOptions: { isWorkspaceTrusted: false } });
    const { result } = await client.request('plumbline/codeOwners', { uri: uriOf('docs/a.md') });
    expect(result).toEqual({
      ok: true,
      value: {
        state: 'known',
        path: 'docs/a.md',
        sections: [
          {
            name: 'Default',
            isOptional: false,
            approvals: 1,
            owners: ['@everybody'],
            pattern: '*',
            uri: uriOf('CODEOWNERS'),
            line: 0,
          },
          {
            name: 'Documentation',
            isOptional: false,
            approvals: 2,
            owners: ['@writers'],
            pattern: '*.md',
            uri: uriOf('CODEOWNERS'),
            line: 2,
          },
        ],
      },
    });
  });

  test('the text of the editor counts, and it is judged with each key', async () => {
    const client = await startClient();
    client.open(uriOf('CODEOWNERS'), '* @everybody\n');
    expect((await client.diagnostics(uriOf('CODEOWNERS'), () => true)).diagnostics).toEqual([]);
    client.send(insertion(uriOf('CODEOWNERS'), 2, [1, 0], '*.md nobody\n'));
    const published = await client.diagnostics(uriOf('CODEOWNERS'), ({ version }) => version === 2);
    expect(published.diagnostics.map(({ code }) => code)).toEqual(['codeowners/malformed-entry-owner']);
    const { result } = await client.request('plumbline/codeOwners', { uri: uriOf('docs/a.md') });
    expect(result).toMatchObject({ value: { sections: [{ pattern: '*.md', owners: [] }] } });
  });

  test('a repository without the file has no owners to tell', async () => {
    remove('CODEOWNERS');
    const client = await startClient();
    const { result } = await client.request('plumbline/codeOwners', { uri: uriOf('docs/a.md') });
    expect(result).toEqual({ ok: true, value: { state: 'no-file', path: 'docs/a.md', sections: [] } });
  });
});
