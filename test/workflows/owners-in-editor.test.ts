import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LanguageClient } from '../protocol/language-client.ts';
import { ConnectedEditors } from './connected-editors.ts';

const TEXT = '* @Mai.Ntainer @stranger\n*.md @partners/reviewers @other/group\n*.rb \n[Ruby] @@maintainer\n';
const RIGHT = TEXT.replace('*.rb \n', '');

let editors: ConnectedEditors;

beforeAll(async () => {
  editors = await ConnectedEditors.start();
  const { gitlab, project } = editors.bench;
  const maintainer = gitlab.createUser({ username: 'mai.ntainer', name: 'Mai Ntainer' });
  project.members.set(maintainer.id, 40);
  gitlab.shareProject(project, 'partners/reviewers');
});

afterAll(() => editors.end());

interface Started {
  readonly client: LanguageClient;
  readonly uri: string;
}

async function start(text: string, options: object = {}): Promise<Started> {
  const client = await editors.open(editors.bench.tokens.developer, options);
  const uri = editors.uriOf('CODEOWNERS');
  // An editor has the file open before it tells the accounts.
  client.open(uri, text);
  await client.diagnostics(uri, () => true);
  editors.tellAccounts(client);
  return { client, uri };
}

describe('owners, while somebody writes CODEOWNERS', () => {
  it('are compared with the members and groups of the project once they are known', async () => {
    const { client, uri } = await start(RIGHT);
    const { diagnostics } = await client.diagnostics(uri, ({ diagnostics: found }) =>
      found.some(({ code }) => code === 'codeowners/owner-without-permission'),
    );
    const strangers = diagnostics.filter(({ code }) => code === 'codeowners/owner-without-permission');
    expect(strangers.map(({ message }) => /^'[^']+'/.exec(message)?.[0])).toEqual(["'@stranger'", "'@other/group'"]);
  });

  it('are proposed with their names and roles', async () => {
    const { client, uri } = await start(TEXT);
    const ask = async (): Promise<readonly { readonly label: string; readonly detail?: string }[]> => {
      const position = { line: 2, character: '*.rb '.length };
      const { result } = await client.request('textDocument/completion', { textDocument: { uri }, position });
      return (result as { readonly items: readonly { readonly label: string; readonly detail?: string }[] }).items;
    };
    let items = await ask();
    while (!items.some(({ label }) => label === '@mai.ntainer')) items = await ask();
    expect(items).toContainEqual(
      expect.objectContaining({ label: '@mai.ntainer', detail: 'Mai Ntainer, Maintainer' }) as unknown,
    );
    expect(items.map(({ label }) => label)).toEqual(expect.arrayContaining(['@stranger', '@@maintainer']));
  });

  it('are not asked for in a workspace that is not trusted', async () => {
    const before = editors.bench.gitlab.requests.length;
    const { client, uri } = await start(RIGHT, { isWorkspaceTrusted: false });
    const position = { line: 0, character: 2 };
    await client.request('textDocument/completion', { textDocument: { uri }, position });
    await client.shutDown();
    expect(editors.bench.gitlab.requests.length).toBe(before);
  });
});
