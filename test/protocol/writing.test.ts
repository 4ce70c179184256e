import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildServer, insertion, LanguageClient } from './language-client.ts';

interface Item {
  readonly label: string;
  readonly documentation?: { readonly value: string };
  readonly data?: unknown;
  readonly command?: { readonly command: string };
  readonly insertTextFormat?: number;
  readonly textEdit: { readonly newText: string };
}

interface Action {
  readonly title: string;
  readonly kind: string;
  readonly edit?: { readonly changes?: object; readonly documentChanges?: readonly object[] };
  readonly data?: unknown;
  readonly disabled?: { readonly reason: string };
  readonly diagnostics?: readonly { readonly code: string }[];
}

const PIPELINE = [
  'stages: [build, test]',
  'build:',
  '  stage: build',
  '  script: make',
  'test:',
  '  stage: test',
  '  only: [main]',
  '  needs: [lint]',
  '  script: make test',
  '  when: delayed',
  'include: ci/a.yml',
  '',
].join('\n');

const able = {
  clientInfo: { name: 'Visual Studio Code' },
  capabilities: {
    textDocument: {
      publishDiagnostics: {},
      completion: { completionItem: { snippetSupport: true, resolveSupport: { properties: ['documentation'] } } },
      codeAction: { dataSupport: true, disabledSupport: true, resolveSupport: { properties: ['edit'] } },
    },
    workspace: {
      workspaceFolders: true,
      workspaceEdit: { documentChanges: true, resourceOperations: ['create', 'rename', 'delete'] },
    },
  },
};

const plain = { capabilities: { textDocument: { publishDiagnostics: {} }, workspace: { workspaceFolders: true } } };

let folder = '';
let clients: LanguageClient[] = [];

beforeAll(async () => {
  await buildServer();
  folder = mkdtempSync(path.join(tmpdir(), 'plumbline-writing-'));
});

afterAll(async () => {
  await Promise.all(clients.map((client) => client.kill()));
  clients = [];
  rmSync(folder, { recursive: true });
});

interface Opened {
  readonly client: LanguageClient;
  readonly uri: string;
}

async function open(more: object): Promise<Opened> {
  const client = new LanguageClient();
  clients.push(client);
  await client.initialize(pathToFileURL(folder).href, more);
  const uri = pathToFileURL(path.join(folder, '.gitlab-ci.yml')).href;
  client.open(uri, PIPELINE);
  await client.diagnostics(uri, ({ diagnostics }) => diagnostics.some(({ code }) => code.includes('missing-file')));
  return { client, uri };
}

/** `typed` is the character behind which the editor asks on its own. */
async function complete(
  { client, uri }: Opened,
  line: number,
  character: number,
  typed?: string,
): Promise<readonly Item[]> {
  const { result } = await client.request('textDocument/completion', {
    textDocument: { uri },
    position: { line, character },
    context: typed === undefined ? { triggerKind: 1 } : { triggerKind: 2, triggerCharacter: typed },
  });
  expect(result).toMatchObject({ isIncomplete: false });
  return (result as { readonly items: readonly Item[] }).items;
}

async function actions({ client, uri }: Opened, line: number, character: number, only?: string[]): Promise<Action[]> {
  const place = { line, character };
  const { result } = await client.request('textDocument/codeAction', {
    textDocument: { uri },
    range: { start: place, end: place },
    context: { diagnostics: [], ...(only && { only }) },
  });
  return result as Action[];
}

describe('completion', { timeout: 60_000 }, () => {
  test('tells what explains an item when it is looked at, to clients that ask', async () => {
    const opened = await open(able);
    const [item] = (await complete(opened, 2, '  stage: b'.length)).filter(({ label }) => label === 'build');
    expect(item).toMatchObject({ label: 'build', textEdit: { newText: 'build' } });
    expect(item?.documentation).toBeUndefined();
    const { result } = await opened.client.request('completionItem/resolve', item);
    expect((result as Item).documentation?.value).toContain('Jobs: `build`');
    // Once the next list is there, the old one is not asked about any more.
    await complete(opened, 9, 0);
    expect((await opened.client.request('completionItem/resolve', item)).result).not.toHaveProperty('documentation');
  });

  test('tells it at once to others, without snippets and without commands of VS Code', async () => {
    const opened = await open(plain);
    const items = await complete(opened, 2, '  stage: b'.length);
    expect(items.find(({ label }) => label === 'build')?.documentation?.value).toContain('Jobs: `build`');
    opened.client.send(insertion(opened.uri, 2, [4, 'test:'.length], '\n  '));
    const keywords = await complete(opened, 5, 2);
    expect(keywords.find(({ label }) => label === 'artifacts')).toMatchObject({
      textEdit: { newText: 'artifacts:\n  ' },
    });
    expect(keywords.filter(({ command, insertTextFormat }) => command ?? insertTextFormat)).toEqual([]);
  });

  test('leaves Enter behind the colon of a key to the new line, unless somebody asks', async () => {
    const opened = await open(able);
    opened.client.send(insertion(opened.uri, 2, [9, '  when: delayed'.length], '\ndeploy:'));
    expect(await complete(opened, 10, 'deploy:'.length, ':')).toEqual([]);
    expect((await complete(opened, 10, 'deploy:'.length)).map(({ label }) => label)).toContain('script');
    // What fits on the line itself is there at once.
    opened.client.send(insertion(opened.uri, 3, [10, 'deploy:'.length], '\n  stage:'));
    expect((await complete(opened, 11, '  stage:'.length, ':')).map(({ label }) => label)).toContain('build');
  });

  test('offers the next list in VS Code', async () => {
    const opened = await open(able);
    opened.client.send(insertion(opened.uri, 2, [4, 'test:'.length], '\n  '));
    const keywords = await complete(opened, 5, 2);
    expect(keywords.find(({ label }) => label === 'retry')).toMatchObject({ textEdit: { newText: 'retry: ' } });
    expect(keywords.find(({ label }) => label === 'extends')?.command?.command).toBe('editor.action.triggerSuggest');
  });
});

describe('code actions', { timeout: 60_000 }, () => {
  test('work out their edits when they are chosen, to clients that ask', async () => {
    const opened = await open(able);
    const [rewrite] = await actions(opened, 6, 3, ['refactor']);
    expect(rewrite).toMatchObject({ kind: 'refactor.rewrite' });
    expect(rewrite?.edit).toBeUndefined();
    const { result } = await opened.client.request('codeAction/resolve', rewrite);
    expect(Object.keys((result as Action).edit?.changes ?? {})).toEqual([opened.uri]);
    expect(await actions(opened, 6, 3, ['quickfix'])).toEqual([]);
  });

  test('have their edits at once for others', async () => {
    const opened = await open(plain);
    const [rewrite] = await actions(opened, 6, 3);
    expect(Object.keys(rewrite?.edit?.changes ?? {})).toEqual([opened.uri]);
  });

  test('say why something cannot be done, to clients that show it', async () => {
    const opened = await open(able);
    opened.client.send(insertion(opened.uri, 2, [9, '  when: delayed'.length], '\n  start_in: 5 minutes'));
    const [rewrite] = await actions(opened, 6, 3);
    expect(rewrite?.disabled?.reason).toContain("'start_in'");
    const other = await open(plain);
    other.client.send(insertion(other.uri, 2, [9, '  when: delayed'.length], '\n  start_in: 5 minutes'));
    expect(await actions(other, 6, 3)).toEqual([]);
  });

  test('make files where the client can', async () => {
    const opened = await open(able);
    const [create] = await actions(opened, 10, 'include: c'.length);
    expect(create?.title).toBe("Create file 'ci/a.yml'");
    const uri = pathToFileURL(path.join(folder, 'ci/a.yml')).href;
    expect(create?.edit?.documentChanges).toMatchObject([
      { kind: 'create', uri },
      { textDocument: { uri, version: null }, edits: [{ newText: 'variables: {}\n' }] },
    ]);
    expect(await actions(await open(plain), 10, 'include: c'.length)).toEqual([]);
  });
});
