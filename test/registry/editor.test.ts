import { mkdtempSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { folderWith } from '../cli/program.ts';
import { buildServer, insertion, LanguageClient } from '../protocol/language-client.ts';
import { startFront, type Front } from './front.ts';
import { pushImage, startRegistry, type PushedImage, type TestRegistry } from './start-registry.ts';

/** The language server of a workspace whose images are in a real registry, behind a front that can hold answers back. */
let storage = '';
let registry: TestRegistry;
let front: Front;
let tools: PushedImage;
let folder = '';
let client: LanguageClient;
let image = '';
let uri = '';

interface Action {
  readonly title: string;
  readonly data?: unknown;
  readonly disabled?: { readonly reason: string };
  readonly edit?: { readonly changes?: Readonly<Record<string, readonly { readonly newText: string }[]>> };
}

beforeAll(async () => {
  await buildServer();
  storage = mkdtempSync(path.join(tmpdir(), 'plumbline-images-'));
  registry = await startRegistry({ storage });
  tools = await pushImage(registry.url, 'group/tools', ['1']);
  front = await startFront(registry.url);
  image = `${front.host}/group/tools:1`;
});

afterAll(async () => {
  front.stop();
  await registry.stop();
  rmSync(storage, { recursive: true, force: true });
});

beforeEach(() => {
  front.reset();
  folder = folderWith({ 'ci/part.yml': `part: {script: make, image: "${image}"}\n` });
  uri = pathToFileURL(path.join(folder, '.gitlab-ci.yml')).href;
});

afterEach(async () => {
  await client.kill();
  rmSync(folder, { recursive: true, force: true });
});

const capabilities = {
  window: { workDoneProgress: true },
  textDocument: {
    publishDiagnostics: { versionSupport: true },
    codeAction: { dataSupport: true, disabledSupport: true, resolveSupport: { properties: ['edit'] } },
  },
  workspace: { workspaceFolders: true, configuration: true },
};

const text = (): string => `include: ci/part.yml\nbuild:\n  image: ${image} # ours\n  script: make\n  needs: [prat]\n`;

async function start(settings: object = {}, options: object = {}): Promise<void> {
  const answer = { gitlabCi: { includeHosts: ['127.0.0.1'], ...settings } };
  client = new LanguageClient({ 'workspace/configuration': () => [answer] });
  const initializationOptions = { storagePath: path.join(folder, '.storage'), ...options };
  await client.initialize(pathToFileURL(folder).href, { capabilities, initializationOptions });
  await client.next(({ method }) => method === 'workspace/configuration');
  client.open(uri, text());
  // That no such job exists is known once the included file is read.
  await client.diagnostics(uri, ({ diagnostics }) =>
    diagnostics.some(({ code }) => code.endsWith('needs-unknown-job')),
  );
}

async function actions(): Promise<readonly Action[]> {
  const place = { line: 2, character: 12 };
  const params = { textDocument: { uri }, range: { start: place, end: place }, context: { diagnostics: [] } };
  const { result } = await client.request('textDocument/codeAction', params);
  return (result as readonly Action[]).filter(({ title }) => title.startsWith('Pin'));
}

async function choose(title: RegExp): Promise<Action> {
  const action = (await actions()).find((each) => title.test(each.title));
  return (await client.request('codeAction/resolve', action)).result as Action;
}

function shown(): string[] {
  return client.received.flatMap(({ method, params }) =>
    method === 'window/showMessage' ? [(params as { readonly message: string }).message] : [],
  );
}

/** Holds the registry's answer back; answers what lets it through. */
function hold(): Promise<() => void> {
  return new Promise((resolve) => {
    front.behave = (_, response: ServerResponse) => {
      resolve(() => response.writeHead(200, { 'docker-content-digest': tools.index }).end());
      return true;
    };
  });
}

describe('pinning an image in the editor', { timeout: 60_000 }, () => {
  it('asks nobody while actions are shown, and the registry when one is chosen', async () => {
    await start();
    expect((await actions()).map(({ title }) => title)).toEqual([
      `Pin '${image}' to the version that runs today`,
      `Pin '${image}' to the version that runs today, in all 2 places of 2 files`,
    ]);
    expect(front.asked).toEqual([]);
    const { edit } = await choose(/today$/u);
    const at = { start: { line: 2, character: 9 }, end: { line: 2, character: 9 + image.length } };
    expect(edit).toEqual({ changes: { [uri]: [{ range: at, newText: `${image}@${tools.index}` }] } });
    expect(front.asked.map(({ method, authorization }) => [method, authorization])).toEqual([['HEAD', undefined]]);
    expect(shown()).toEqual([]);
  });

  it('changes every file of the pipeline', async () => {
    await start();
    const { edit } = await choose(/places/u);
    expect(Object.entries(edit?.changes ?? {}).map(([file, edits]) => [path.basename(file), edits.length])).toEqual([
      ['part.yml', 1],
      ['.gitlab-ci.yml', 1],
    ]);
    expect(front.asked).toHaveLength(1);
  });

  it('says why there is no edit', async () => {
    await start({ includeHosts: [] });
    expect(await choose(/today$/u)).not.toHaveProperty('edit');
    expect(shown()).toEqual([
      `Plumbline: '${image}' is not pinned: '${front.host}' is an address of this machine or of a private network, which is not asked for; allow the host with the setting 'plumbline.gitlabCi.includeHosts'.`,
    ]);
    expect(front.asked).toEqual([]);
  });

  it('asks nobody in a workspace that is not trusted', async () => {
    await start({}, { isWorkspaceTrusted: false });
    expect(await choose(/today$/u)).not.toHaveProperty('edit');
    expect(shown()).toEqual([
      expect.stringMatching(/^Plumbline: This workspace is not trusted.*; Trust the workspace/u),
    ]);
    expect(front.asked).toEqual([]);
  });

  it('asks nobody where the user does not want it', async () => {
    await start({ readIncludes: false });
    expect(await actions()).toMatchObject([{ disabled: { reason: expect.stringMatching(/readIncludes/u) as string } }]);
  });

  it('finds the place again in a text that has grown meanwhile', async () => {
    await start();
    const held = hold();
    const choosing = choose(/today$/u);
    const release = await held;
    client.send(insertion(uri, 2, [0, 0], '# a comment\nstages: [build, test]\n'));
    await client.diagnostics(uri, ({ version }) => version === 2);
    release();
    const [edit] = Object.values((await choosing).edit?.changes ?? {}).flat();
    expect(edit).toMatchObject({ range: { start: { line: 4, character: 9 } } });
  });

  it('leaves a name alone that has become another one meanwhile', async () => {
    await start();
    const held = hold();
    const choosing = choose(/today$/u);
    const release = await held;
    client.send(insertion(uri, 2, [2, 9 + image.length], '.1'));
    await client.diagnostics(uri, ({ version }) => version === 2);
    release();
    expect(await choosing).not.toHaveProperty('edit');
    expect(shown()).toEqual([expect.stringMatching(/its text has changed while the registry was asked; choose the/u)]);
  });

  it('shows that it takes long, and ends when the user wants', async () => {
    await start();
    const held = hold();
    const choosing = choose(/today$/u);
    await held;
    const begun = await client.next(({ method }) => method === '$/progress');
    expect(begun.params).toMatchObject({
      value: { kind: 'begin', message: `Asking the registry for '${image}'`, cancellable: true },
    });
    client.notify('window/workDoneProgress/cancel', { token: (begun.params as { readonly token: unknown }).token });
    expect(await choosing).not.toHaveProperty('edit');
    await client.next(({ params }) => (params as { value?: { kind?: string } } | undefined)?.value?.kind === 'end');
    expect(shown()).toEqual([]);
  });
});
