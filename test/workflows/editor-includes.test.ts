import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pathOf, uriOf } from '../../server/src/lsp/uri.ts';
import { includePath } from '../../server/src/workspace/include-address.ts';
import { folderWith } from '../cli/program.ts';
import { buildServer, insertion, LanguageClient, type PublishedDiagnostics } from '../protocol/language-client.ts';
import { runGit } from './bench.ts';
import { startIncludeBench, type IncludeBench } from './include-bench.ts';

/** The language server in a folder whose Git remote points to the test GitLab. */
let bench: IncludeBench;
let folder = '';
let client: LanguageClient;
let token: string | undefined;

const pipeline = `include:
  - project: platform/pipelines
    file: build.yml
  - component: $CI_SERVER_FQDN/components/checks/lint@1
ship:
  extends: .tools
  needs: [biuld]
  script: ship
`;

beforeAll(async () => {
  await buildServer();
  bench = await startIncludeBench();
});

afterAll(() => bench.end());

beforeEach(async () => {
  token = bench.tokens.developer;
  bench.gitlab.faults.clear();
  folder = folderWith({ '.gitlab-ci.yml': pipeline });
  await runGit(folder, ['init', '--quiet', '--initial-branch=main']);
  await runGit(folder, ['remote', 'add', 'origin', `${bench.gitlab.url}/platform/shop/gitops.git`]);
});

afterEach(async () => {
  await client.kill();
  rmSync(folder, { recursive: true, force: true });
});

function entry(): string {
  return pathToFileURL(path.join(folder, '.gitlab-ci.yml')).href;
}

async function start(options: object = {}): Promise<void> {
  client = new LanguageClient({ 'plumbline/token': () => (token === undefined ? null : { token }) });
  const initializationOptions = { storagePath: path.join(folder, '.storage'), ...options };
  await client.initialize(pathToFileURL(folder).href, { initializationOptions });
  client.notify('plumbline/accounts', { instances: token === undefined ? [] : [bench.gitlab.url] });
}

function findings(fits: (texts: readonly string[]) => boolean): Promise<PublishedDiagnostics> {
  return client.diagnostics(entry(), ({ diagnostics }) => fits(diagnostics.map(({ message }) => message)));
}

function textOf(uri: string): Promise<unknown> {
  return client.request('plumbline/includeText', { uri }).then(({ result }) => result);
}

const mistake = "Job 'ship' needs job 'biuld', which does not exist; did you mean 'build'?";

describe('included files in the editor', { timeout: 60_000 }, () => {
  it('are read behind the first findings, and then every name is judged', async () => {
    await start();
    client.open(entry(), pipeline);
    await findings((texts) => texts.includes(mistake));
    const position = { line: 5, character: 13 };
    const { result } = await client.request('textDocument/definition', { textDocument: { uri: entry() }, position });
    const [place] = result as { uri: string; range: { start: { line: number } } }[];
    expect(place?.uri).toMatch(/^plumbline-include:.*\/parts\/tools\.yml$/u);
    expect(await textOf(place?.uri ?? '')).toEqual({ ok: true, value: { text: '.tools:\n  image: tools:1\n' } });
  });

  it('are read once for many keys', async () => {
    await start();
    client.open(entry(), pipeline);
    await findings((texts) => texts.includes(mistake));
    const before = bench.gitlab.requests.length;
    client.send(...Array.from({ length: 30 }, (_, index) => insertion(entry(), index + 2, [7, 10], 'x')));
    await client.diagnostics(entry(), ({ version }) => version === 31);
    expect(bench.gitlab.requests).toHaveLength(before);
  });

  it('never hold up what is in the workspace', async () => {
    bench.gitlab.faults.add({ kind: 'hang', path: '/api/v4/*', count: -1 });
    await start();
    client.open(entry(), `${pipeline}broken:\n  stage: nowhere\n  script: 1 2\n  when: sometimes\n`);
    await findings((texts) => texts.some((text) => text.includes("'sometimes'")));
  });

  it('are unknown, in words with a way out, until somebody signs in', async () => {
    token = undefined;
    await start();
    client.open(entry(), pipeline);
    const published = await findings((texts) => texts.some((text) => text.includes('not signed in')));
    expect(published.diagnostics.map(({ code }) => code)).toEqual(['gitlab-ci/include-unknown']);
    token = bench.tokens.developer;
    client.notify('plumbline/accounts', { instances: [bench.gitlab.url] });
    await findings((texts) => texts.includes(mistake));
  });

  it('are asked for again on demand', async () => {
    await start();
    client.open(entry(), pipeline.replace('biuld', 'newer'));
    await findings((texts) => texts.some((text) => text.includes("needs job 'newer'")));
    const files = { 'parts/tools.yml': '.tools:\n  image: tools:1\nnewer:\n  script: make\n' };
    const { maintainer: author } = bench;
    await bench.gitlab.commit(bench.pipelines, { branch: 'main', message: 'Newer', author, files });
    client.received.length = 0;
    expect(await client.request('plumbline/refreshIncludes', {})).toMatchObject({ result: { ok: true } });
    await findings((texts) => texts.length === 0);
  });

  it('are there without a network, from copies', async () => {
    await start();
    client.open(entry(), pipeline);
    await findings((texts) => texts.includes(mistake));
    await client.kill();
    bench.gitlab.faults.add({ kind: 'cut', when: 'before-answer', path: '/api/v4/*', count: -1 });
    await start();
    client.open(entry(), pipeline);
    await findings((texts) => texts.includes(mistake));
  });

  it('are not asked for in a workspace that is not trusted', async () => {
    const before = bench.gitlab.requests.length;
    await start({ isWorkspaceTrusted: false });
    client.open(entry(), pipeline);
    await findings((texts) => texts.length > 0 && texts.every((text) => text.includes('not trusted')));
    expect(bench.gitlab.requests).toHaveLength(before);
  });

  it('leave no token in what the server says or keeps', async () => {
    await start();
    client.open(entry(), pipeline);
    await findings((texts) => texts.includes(mistake));
    expect(JSON.stringify(client.received)).not.toContain(bench.tokens.developer);
    writeFileSync(path.join(folder, 'done'), '');
  });
});

describe('the URI of an included file', () => {
  const path = includePath({
    kind: 'project',
    instance: 'https://gitlab.example.com:8443/git',
    project: 'group/sub/project',
    ref: 'feature/100%~x',
    path: 'ci/a b#?ü.yml',
  });

  it('leads back to it, however an editor escapes it', () => {
    expect(pathOf(uriOf(path))).toBe(path);
    expect(pathOf(uriOf(path).replaceAll('%3A', ':').replaceAll('~', '%7E'))).toBe(path);
    expect(uriOf(path)).toMatch(/^plumbline-include:\/project\/https%3A~1~1[^ #?]*$/u);
  });
});
