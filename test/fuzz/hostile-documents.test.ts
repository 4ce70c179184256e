import { describe, expect, test } from 'vitest';
import { editorRequests } from '../bench/editor-requests.mjs';
import { hostileDocuments, type HostileDocument } from '../bench/hostile-documents.mjs';
import { useClientFolder } from '../protocol/client-folder.ts';
import type { LanguageClient } from '../protocol/language-client.ts';

/** `npm run bench -- hostile` tells how long they keep others waiting; here it counts that they are answered, and truly. */
describe('a document that tries to keep the server busy', () => {
  const folder = useClientFolder();

  test.each(hostileDocuments())('$name', { timeout: 240_000 }, async (document) => {
    for (const [file, text] of Object.entries(document.others ?? {})) folder.write(file, text);
    const client = await folder.startClient();
    const [uri, other] = [folder.uriOf(document.file), folder.uriOf('other.yaml')];
    client.open(other, 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: other\n');
    client.open(uri, document.text);
    await expectHover(client, other);
    await expectTruth(client, uri, document);

    const place = middleOf(document.text);
    const contentChanges = [{ range: { start: place, end: place }, text: ' ' }];
    client.notify('textDocument/didChange', { textDocument: { uri, version: 2 }, contentChanges });
    await expectHover(client, other);
    await client.diagnostics(uri, ({ version }) => version === 2);
    for (const [method, more] of Object.entries(editorRequests)) {
      const range = { start: place, end: place };
      const params = { textDocument: { uri }, position: place, positions: [place], range, ...more };
      const answer = await client.request(`textDocument/${method}`, params);
      // Where a text does not hold together a name is not changed, and that is said; any other error is a fault of ours.
      const isRefusal = method === 'prepareRename' && /cannot be renamed while/.test(answer.error?.message ?? '');
      if (!isRefusal) expect(answer.error, method).toBeUndefined();
    }
    expect(await client.shutDown()).toBe(0);
  });
});

/** A file that has nothing to do with the document is told of its kind. */
async function expectHover(client: LanguageClient, uri: string): Promise<void> {
  const answer = await client.request('textDocument/hover', {
    textDocument: { uri },
    position: { line: 1, character: 8 },
  });
  expect(answer.error).toBeUndefined();
  expect(JSON.stringify(answer.result)).toContain('ConfigMap');
}

async function expectTruth(client: LanguageClient, uri: string, { finding }: HostileDocument): Promise<void> {
  const { diagnostics } = await client.diagnostics(
    uri,
    (published) => finding === undefined || published.diagnostics.some(({ code }) => code === finding),
  );
  // No more of a kind than somebody reads.
  for (const code of new Set(diagnostics.map((found) => found.code))) {
    expect(diagnostics.filter((found) => found.code === code).length, code).toBeLessThanOrEqual(201);
  }
}

function middleOf(text: string): { readonly line: number; readonly character: number } {
  return { line: Math.floor(text.split('\n').length / 2), character: 0 };
}
