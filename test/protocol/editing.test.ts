import { describe, expect, test } from 'vitest';
import { useClientFolder } from './client-folder.ts';
import { insertion } from './language-client.ts';

const { uriOf, write, startClient } = useClientFolder();

function at(name: string, line: number, character: number): object {
  return { textDocument: { uri: uriOf(name) }, position: { line, character } };
}

const PIPELINE = `include: ci/test.yml
.setup:
  script: make
build:
  extends: .setup
  rules:
    - if: $CI_COMMIT_TAG
`;

const INCLUDED = 'test:\n  extends: ".setup"\n';

interface Edit {
  readonly newText: string;
  readonly range: { readonly start: { readonly line: number } };
}

describe('renaming', { timeout: 60_000 }, () => {
  test('reaches files that nobody has opened, however early it is asked for', async () => {
    write('ci/test.yml', INCLUDED);
    const client = await startClient();
    client.open(uriOf('.gitlab-ci.yml'), PIPELINE);
    const { result } = await client.request('textDocument/rename', {
      ...at('.gitlab-ci.yml', 1, 2),
      newName: '.prepare',
    });
    const { changes } = result as { readonly changes: Readonly<Record<string, readonly Edit[]>> };
    expect(changes[uriOf('ci/test.yml')]?.map(({ newText }) => newText)).toEqual(['".prepare"']);
    expect(changes[uriOf('.gitlab-ci.yml')]?.map(({ range }) => range.start.line)).toEqual([1, 4]);
  });

  test('says why a name cannot be changed, or cannot be this one', async () => {
    write('ci/test.yml', INCLUDED);
    const client = await startClient();
    client.open(uriOf('.gitlab-ci.yml'), PIPELINE);
    const refused = await client.request('textDocument/prepareRename', at('.gitlab-ci.yml', 6, 14));
    expect(refused.error?.message).toBe("'CI_COMMIT_TAG' is a variable that GitLab defines; its name is fixed");
    const taken = await client.request('textDocument/rename', { ...at('.gitlab-ci.yml', 3, 2), newName: 'test' });
    expect(taken.error?.message).toBe("There is already a job 'test', at ci/test.yml:1");
    const ready = await client.request('textDocument/prepareRename', at('ci/test.yml', 1, 14));
    expect(ready.result).toEqual({
      range: { start: { line: 1, character: 12 }, end: { line: 1, character: 18 } },
      placeholder: '.setup',
    });
  });

  test('finds references in files that nobody has opened', async () => {
    write('ci/test.yml', INCLUDED);
    const client = await startClient();
    client.open(uriOf('.gitlab-ci.yml'), PIPELINE);
    const { result } = await client.request('textDocument/references', at('.gitlab-ci.yml', 1, 2));
    expect((result as readonly { uri: string }[]).map(({ uri }) => uri)).toContain(uriOf('ci/test.yml'));
  });
});

describe('semantic tokens', { timeout: 60_000 }, () => {
  interface Tokens {
    readonly resultId: string;
    readonly data?: readonly number[];
    readonly edits?: readonly { start: number; deleteCount: number; data: readonly number[] }[];
  }

  test('the difference, applied to the last answer, gives what a new answer would', async () => {
    const client = await startClient();
    const uri = uriOf('.gitlab-ci.yml');
    client.open(uri, PIPELINE);
    const textDocument = { uri };
    const first = (await client.request('textDocument/semanticTokens/full', { textDocument })).result as Tokens;
    client.send(insertion(uri, 2, [6, 24], ' == "v1" && $MORE'));
    const params = { textDocument, previousResultId: first.resultId };
    const change = (await client.request('textDocument/semanticTokens/full/delta', params)).result as Tokens;
    const data = [...(first.data ?? [])];
    for (const edit of change.edits ?? []) data.splice(edit.start, edit.deleteCount, ...edit.data);
    const whole = (await client.request('textDocument/semanticTokens/full', { textDocument })).result as Tokens;
    expect(data).toEqual(whole.data);
    expect(data.length).toBe(5 * 5);
    const late = (await client.request('textDocument/semanticTokens/full/delta', params)).result as Tokens;
    expect(late.data).toEqual(whole.data);
  });

  test('a part of the document is answered alone', async () => {
    const client = await startClient();
    client.open(uriOf('.gitlab-ci.yml'), PIPELINE);
    const range = { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } };
    const params = { textDocument: { uri: uriOf('.gitlab-ci.yml') }, range };
    const { result } = await client.request('textDocument/semanticTokens/range', params);
    expect(result).toEqual({ data: [] });
  });
});

describe('lenses', { timeout: 60_000 }, () => {
  interface Lens {
    readonly range: { readonly start: { readonly line: number } };
    readonly command?: { readonly title: string; readonly command: string; readonly arguments?: readonly unknown[] };
    readonly data?: unknown;
  }

  test('say at once how often something is used, and when they are seen where a job runs', async () => {
    write('ci/test.yml', INCLUDED);
    const client = await startClient({ clientInfo: { name: 'Visual Studio Code' } });
    const uri = uriOf('.gitlab-ci.yml');
    client.open(uri, PIPELINE);
    await client.request('textDocument/references', at('.gitlab-ci.yml', 1, 2));
    const { result } = await client.request('textDocument/codeLens', { textDocument: { uri } });
    const [used, runs] = result as readonly Lens[];
    expect(used?.command).toMatchObject({ title: 'used by 2 jobs', command: 'plumbline.references.show' });
    expect(used?.command?.arguments?.slice(0, 2)).toEqual([uri, { line: 1, character: 0 }]);
    expect(runs?.command).toBeUndefined();
    const resolved = (await client.request('codeLens/resolve', runs)).result as Lens;
    expect(resolved.command?.title).toBe('runs on: tags');
  });
});

describe('searching the workspace', { timeout: 60_000 }, () => {
  test('finds names in files that nobody has opened', async () => {
    write('.gitlab-ci.yml', PIPELINE);
    write('ci/test.yml', INCLUDED);
    write('k8s/service.yaml', 'apiVersion: v1\nkind: Service\nmetadata: { name: test-service }\n');
    const client = await startClient();
    const { result } = await client.request('workspace/symbol', { query: 'tst' });
    const found = (result as readonly { name: string; location: { uri: string } }[]).map(
      ({ name, location }) => `${name} ${location.uri.slice(uriOf('').length + 1)}`,
    );
    expect(found.toSorted()).toEqual(['test ci/test.yml', 'test-service k8s/service.yaml']);
  });
});

describe('folding and selecting', { timeout: 60_000 }, () => {
  test('the structure of a text', async () => {
    const client = await startClient();
    const uri = uriOf('.gitlab-ci.yml');
    client.open(uri, '# region all\nbuild:\n  script: make\n# endregion\n');
    const folds = await client.request('textDocument/foldingRange', { textDocument: { uri } });
    expect(folds.result).toEqual([
      { startLine: 0, endLine: 3, kind: 'region' },
      { startLine: 1, endLine: 2 },
    ]);
    const params = { textDocument: { uri }, positions: [{ line: 2, character: 12 }] };
    const selection = await client.request('textDocument/selectionRange', params);
    expect(selection.result).toMatchObject([
      {
        range: { start: { line: 2, character: 10 }, end: { line: 2, character: 14 } },
        parent: { range: { start: { line: 2, character: 2 } } },
      },
    ]);
  });
});
