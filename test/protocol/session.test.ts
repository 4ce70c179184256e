import { describe, expect, test } from 'vitest';
import { useClientFolder } from './client-folder.ts';
import { insertion, type PublishedDiagnostics } from './language-client.ts';

const PIPELINE = 'build:\n  script: make\n\ntest:\n  script: make test\n  needs: [build]\n';

const { uriOf, write, remove, startClient } = useClientFolder();

function codes({ diagnostics }: PublishedDiagnostics): string[] {
  return diagnostics.map(({ code }) => code);
}

describe('texts', { timeout: 60_000 }, () => {
  test('findings name the version of the text that they are about', async () => {
    const client = await startClient();
    const uri = uriOf('.gitlab-ci.yml');
    client.open(uri, PIPELINE);
    expect(codes(await client.diagnostics(uri, ({ version }) => version === 1))).toEqual([]);
    client.send(insertion(uri, 2, [0, 0], 'x'));
    const published = await client.diagnostics(uri, ({ version }) => version === 2);
    expect(codes(published)).toEqual(['gitlab-ci/needs-unknown-job']);
    client.notify('textDocument/didClose', { textDocument: { uri } });
    expect(codes(await client.diagnostics(uri, ({ version }) => version === undefined))).toEqual([]);
    expect(await client.shutDown()).toBe(0);
  });

  test('a request sees every change that was sent before it', async () => {
    const client = await startClient();
    const uri = uriOf('.gitlab-ci.yml');
    client.open(uri, PIPELINE);
    const id = client.newId();
    const symbols = { id, method: 'textDocument/documentSymbol', params: { textDocument: { uri } } };
    client.send(insertion(uri, 2, [0, 0], 're'), symbols, insertion(uri, 3, [0, 0], 'p'));
    const { result } = await client.answerTo(id);
    expect((result as { name: string }[]).map(({ name }) => name)).toEqual(['rebuild', 'test']);
  });

  test('a burst of changes is answered once, for the last text', async () => {
    const client = await startClient();
    const uri = uriOf('.gitlab-ci.yml');
    client.open(uri, PIPELINE);
    await client.diagnostics(uri, ({ version }) => version === 1);
    client.send(...Array.from({ length: 50 }, (_, index) => insertion(uri, index + 2, [0, index], 'x')));
    await client.diagnostics(uri, ({ version }) => version === 51);
    const versions = client.received
      .filter(({ method }) => method === 'textDocument/publishDiagnostics')
      .map(({ params }) => (params as PublishedDiagnostics).version ?? 0);
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
    expect(versions.length).toBeLessThan(10);
  });

  test('positions count UTF-16 units, and lines may end in CRLF', async () => {
    const client = await startClient();
    const uri = uriOf('.gitlab-ci.yml');
    client.open(uri, '"🚀":\r\n  needs: [build, "🚢", oops]\r\n  script: make\r\nbuild:\r\n  script: make\r\n');
    const { diagnostics } = await client.diagnostics(uri, ({ version }) => version === 1);
    expect(diagnostics).toMatchObject([
      { range: { start: { line: 1, character: 17 }, end: { line: 1, character: 21 } } },
      { range: { start: { line: 1, character: 23 }, end: { line: 1, character: 27 } } },
    ]);
  });

  test('a text that is on no disk is answered while it is open', async () => {
    const client = await startClient();
    const uri = 'untitled:Untitled-1';
    client.open(uri, 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata: 5\n');
    const published = await client.diagnostics(uri, ({ version }) => version === 1);
    expect(published.diagnostics).not.toEqual([]);
  });
});

describe('a large text', { timeout: 60_000 }, () => {
  // Hardly fewer jobs than GitLab takes, and more characters than are parsed at once.
  const JOBS = 1900;
  const command = `make ${'test '.repeat(30)}`;
  const LARGE = `${Array.from({ length: JOBS }, (_, index) => `job ${index}:\n  script: ${command}\n`).join('')}last:\n  needs: [oops]\n  script: make\n`;

  test('is read in parts, while others are answered', async () => {
    const client = await startClient();
    const [large, small] = [uriOf('.gitlab-ci.yml'), uriOf('small.yaml')];
    client.open(large, LARGE);
    client.open(small, 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata: 5\n');
    await client.diagnostics(large, () => true);
    const published = client.received
      .filter(({ method }) => method === 'textDocument/publishDiagnostics')
      .map(({ params }) => params as PublishedDiagnostics);
    expect(published.find(({ uri }) => uri === small)?.diagnostics).not.toEqual([]);
    // Never an empty answer before the true one.
    expect(published.filter(({ uri }) => uri === large).map(codes)).toEqual([['gitlab-ci/needs-unknown-job']]);
  });

  test('is waited for by a request, also when it changes meanwhile', async () => {
    const client = await startClient();
    const uri = uriOf('.gitlab-ci.yml');
    client.open(uri, LARGE);
    client.send(insertion(uri, 2, [2 * JOBS, 0], 'very '));
    const { result } = await client.request('textDocument/documentSymbol', { textDocument: { uri } });
    expect((result as { name: string }[]).map(({ name }) => name)).toHaveLength(JOBS + 1);
    expect((result as { name: string }[]).at(-1)?.name).toBe('very last');
  });
});

describe('requests that fail', { timeout: 60_000 }, () => {
  test('a cancelled request answers that it was cancelled', async () => {
    const client = await startClient();
    const uri = uriOf('.gitlab-ci.yml');
    client.open(uri, PIPELINE);
    const id = client.newId();
    client.send(
      { id, method: 'textDocument/hover', params: { textDocument: { uri }, position: { line: 0, character: 0 } } },
      { method: '$/cancelRequest', params: { id } },
    );
    expect((await client.answerTo(id)).error?.code).toBe(-32800);
  });

  test('a bug answers an error, is logged with the name of the request, and the server lives on', async () => {
    const client = await startClient();
    const uri = uriOf('.gitlab-ci.yml');
    client.open(uri, PIPELINE);
    const broken = await client.request('textDocument/hover', { textDocument: { uri } });
    expect(broken.error?.message).toContain('textDocument/hover');
    const { params } = await client.next(({ method }) => method === 'window/logMessage');
    expect((params as { message: string }).message).toMatch(/^textDocument\/hover: TypeError/);
    const fine = await client.request('textDocument/documentSymbol', { textDocument: { uri } });
    expect(fine.result).toHaveLength(2);
  });

  test('a server that was killed is as before after a new start', async () => {
    const uri = uriOf('.gitlab-ci.yml');
    const results: PublishedDiagnostics[] = [];
    for (let start = 0; start < 2; start++) {
      const client = await startClient();
      client.open(uri, PIPELINE.replace('[build]', '[biuld]'));
      results.push(await client.diagnostics(uri, ({ version }) => version === 1));
      await client.kill();
    }
    expect(results[1]).toEqual(results[0]);
    expect(results[0]?.diagnostics).not.toEqual([]);
  });

  test('an exit without shutdown is told by the exit code', async () => {
    const client = await startClient();
    client.notify('exit', undefined);
    expect(await client.exited()).toBe(1);
  });

  test('a workspace that is not trusted runs nothing and sends nothing', async () => {
    const client = await startClient({ initializationOptions: { isWorkspaceTrusted: false } });
    const { result } = await client.request('plumbline/environments', { folder: uriOf('') });
    expect(result).toMatchObject({ ok: false, problem: { code: 'not-trusted' } });
  });
});

describe('files', { timeout: 60_000 }, () => {
  test('an included file is read when it is needed, and again when it changes on disk', async () => {
    write('jobs.yml', 'build:\n  script: make\n');
    const client = await startClient();
    const uri = uriOf('.gitlab-ci.yml');
    client.open(uri, 'include: [{ local: jobs.yml }]\ntest:\n  script: make test\n  needs: [build, oops]\n');
    const { diagnostics } = await client.diagnostics(uri, (published) => published.diagnostics.length > 0);
    expect(diagnostics.map(({ message }) => message)).toEqual([expect.stringContaining("'oops'")]);

    write('jobs.yml', 'compile:\n  script: make\n');
    client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf('jobs.yml'), type: 2 }] });
    await client.diagnostics(uri, (published) => published.diagnostics.length === 2);

    remove('jobs.yml');
    client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf('jobs.yml'), type: 3 }] });
    await client.diagnostics(uri, (published) => codes(published).includes('gitlab-ci/include-missing-file'));
  });

  test('the text in the editor counts before the text on disk', async () => {
    write('jobs.yml', 'build:\n  script: make\n');
    const client = await startClient();
    const [uri, jobs] = [uriOf('.gitlab-ci.yml'), uriOf('jobs.yml')];
    client.open(jobs, 'compile:\n  script: make\n');
    client.open(uri, 'include: [{ local: jobs.yml }]\ntest:\n  script: make test\n  needs: [build]\n');
    await client.diagnostics(uri, ({ diagnostics }) => diagnostics.length === 1);
    const seen = client.received.length;
    client.notify('textDocument/didClose', { textDocument: { uri: jobs } });
    await client.next((message) => {
      const { uri: of, diagnostics } = (message.params ?? {}) as Partial<PublishedDiagnostics>;
      return client.received.indexOf(message) >= seen && of === uri && diagnostics?.length === 0;
    });
  });

  test('a client that asks for findings gets them, for one file and for all', async () => {
    write('.gitlab-ci.yml', PIPELINE.replace('[build]', '[biuld]'));
    write('note.txt', 'no YAML');
    const client = await startClient({ capabilities: { textDocument: { diagnostic: {} } } });
    const uri = uriOf('.gitlab-ci.yml');
    client.open(uri, PIPELINE);
    const one = await client.request('textDocument/diagnostic', { textDocument: { uri } });
    expect(one.result).toEqual({ kind: 'full', items: [] });
    client.notify('textDocument/didClose', { textDocument: { uri } });
    const all = await client.request('workspace/diagnostic', { previousResultIds: [] });
    expect(all.result).toMatchObject({ items: [{ uri, items: [{ code: 'gitlab-ci/needs-unknown-job' }] }] });
  });
});

describe('settings', { timeout: 60_000 }, () => {
  test('a rule that is switched off is not reported; a bad value is named and the default used', async () => {
    const configuration = { rules: { disabled: ['gitlab-ci/needs-unknown-job'] }, kubernetes: { version: 'new' } };
    const client = await startClient(
      { capabilities: { textDocument: { publishDiagnostics: {} }, workspace: { configuration: true } } },
      { 'workspace/configuration': () => [configuration] },
    );
    const { params } = await client.next(
      ({ method }) => method === 'window/showMessage' || method === 'window/showMessageRequest',
    );
    expect((params as { message: string }).message).toContain("'plumbline.kubernetes.version'");
    const uri = uriOf('.gitlab-ci.yml');
    client.open(uri, PIPELINE.replace('[build]', '[biuld]'));
    expect(codes(await client.diagnostics(uri, ({ version }) => version === 1))).toEqual([]);
  });
});
