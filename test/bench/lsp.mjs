// The language server beside yaml-language-server: the same documents, the same keys, in turn, in one run.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { installOnce, repositoryFolder, run, say } from '../setup/machine.mjs';
import { manifests, pipeline } from './documents.mjs';
import { kubernetesSchema, pipelineSchema } from './peer-schemas.mjs';
import { ServerProcess } from './server-process.mjs';
import { percentile, Table } from './table.mjs';

const PEER = 'yaml-language-server@2.0';
const TYPED = ' --verbose --retries=3 --color=never --keep-going --strict';
/** Milliseconds between the answer to a key and the next key. */
const PAUSE = 30;
const WARM_UP = 5;

const DOCUMENTS = [
  { name: 'gitlab-300', file: 'gitlab-300/.gitlab-ci.yml', text: pipeline(300), at: 'npm run build' },
  { name: 'gitlab-1500', file: 'gitlab-1500/.gitlab-ci.yml', text: pipeline(1500), at: 'npm run build' },
  { name: 'gitlab-5000', file: 'gitlab-5000/.gitlab-ci.yml', text: pipeline(5000), at: 'npm run build' },
  { name: 'k8s-100', file: 'k8s/100.yaml', text: manifests(100), at: '/app/clean' },
  { name: 'k8s-1000', file: 'k8s/1000.yaml', text: manifests(1000), at: '/app/clean' },
  { name: 'k8s-10000', file: 'k8s/10000.yaml', text: manifests(10_000), at: '/app/clean' },
];

/** Measures and prints the table. `only` are names of documents; all by default. */
export async function benchLanguageServer({ rounds = 1, only = [] } = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), 'plumbline-bench-'));
  try {
    const servers = await prepareServers(folder);
    const documents = DOCUMENTS.filter(({ name }) => only.length === 0 || only.includes(name));
    for (const { file, text } of documents) await writeText(path.join(folder, file), text);
    const table = new Table(servers.map(({ name }) => name));
    for (let round = 0; round < rounds; round++) {
      for (const server of servers) {
        say(`round ${round + 1} of ${rounds}: ${server.name}`);
        await measureServer(server, folder, documents, (metric, value) => table.add(server.name, metric, value));
      }
    }
    table.print();
    await printPackageSize();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function prepareServers(folder) {
  const own = path.join(repositoryFolder, 'dist/server.cjs');
  if (!existsSync(own)) throw new Error("dist/server.cjs is not there; run 'npm run build' first");
  const peer = await installPeer();
  const [pipelines, objects] = [path.join(folder, 'pipeline.schema.json'), path.join(folder, 'objects.schema.json')];
  await writeText(pipelines, JSON.stringify(pipelineSchema()));
  await writeText(objects, JSON.stringify(kubernetesSchema()));
  const schemas = {
    [pathToFileURL(pipelines).href]: ['**/.gitlab-ci.yml'],
    [pathToFileURL(objects).href]: ['**/k8s/*.yaml'],
  };
  return [
    { name: PEER, ...peer, settings: { yaml: { validate: true, schemaStore: { enable: false }, schemas } } },
    { name: 'plumbline', command: process.execPath, args: [own, '--stdio'] },
  ];
}

/** yaml-language-server 2 needs Node 22 or newer, so it gets one of its own from npm where this one is older. */
async function installPeer() {
  const isNew = Number(process.versions.node.split('.')[0]) >= 22;
  const node = `node-linux-${process.arch}@24`;
  const { folder } = await installOnce('bench-peers', async (draft) => {
    say(`installing ${PEER} from npm`);
    await writeText(path.join(draft, 'package.json'), '{"private":true}');
    const packages = isNew ? [PEER] : [PEER, node];
    await run('npm', ['install', '--no-audit', '--no-fund', ...packages], { cwd: draft });
  });
  const modules = path.join(folder, 'node_modules');
  return {
    command: isNew ? process.execPath : path.join(modules, node.replace(/@\d+$/, ''), 'bin/node'),
    args: [path.join(modules, 'yaml-language-server/bin/yaml-language-server'), '--stdio'],
  };
}

async function measureServer(server, folder, documents, add) {
  for (const document of documents.filter(({ name }) => ['gitlab-300', 'k8s-100'].includes(name))) {
    await measureStart(server, folder, document, add);
  }
  const process_ = new ServerProcess(server);
  await process_.initialize(pathToFileURL(folder).href);
  for (const document of documents) await measureDocument(process_, folder, document, add);
  add('memory after all edits (MB)', process_.memory());
  add('memory, highest (MB)', process_.peak);
  await process_.stop();
}

async function measureStart(server, folder, { name, file, text }, add) {
  const begun = performance.now();
  const process_ = new ServerProcess(server);
  await process_.initialize(pathToFileURL(folder).href);
  const uri = pathToFileURL(path.join(folder, file)).href;
  const useful = process_.published(uri, ({ diagnostics }) => diagnostics.length > 0);
  open(process_, uri, text);
  await useful;
  add(`${name}: start to first findings (ms)`, performance.now() - begun);
  add(`${name}: memory then (MB)`, process_.memory());
  await process_.stop();
}

/** `settle`: milliseconds in which the server may load what it needs before the first key. */
export async function measureDocument(process_, folder, { name, file, text, at }, add, settle = 300) {
  const uri = pathToFileURL(path.join(folder, file)).href;
  const first = process_.published(uri, () => true);
  open(process_, uri, text);
  await first;
  await wait(settle);
  const document = typist(process_, uri, text, at);
  const [times, symbols, completions] = [[], [], []];
  let begunCpu = 0;
  for (const [index, key] of [...TYPED].entries()) {
    if (index === WARM_UP) begunCpu = process_.cpu();
    const begun = performance.now();
    const typed = document.version + 1;
    const answered = process_.published(uri, ({ version }) => version === undefined || version >= typed);
    document.type(key);
    await answered;
    if (index >= WARM_UP) times.push(performance.now() - begun);
    process_.memory();
    await wait(PAUSE);
  }
  add(`${name}: key → findings p50 (ms)`, percentile(times, 0.5));
  add(`${name}: key → findings p95 (ms)`, percentile(times, 0.95));
  add(`${name}: CPU a key (ms)`, (process_.cpu() - begunCpu) / times.length);
  for (let index = 0; index < 10; index++) {
    symbols.push(await timed(() => document.typeAndAsk('a', 'textDocument/documentSymbol', {})));
    await wait(300);
    const position = document.position();
    completions.push(await timed(() => document.typeAndAsk('a', 'textDocument/completion', { position })));
    await wait(300);
  }
  add(`${name}: documentSymbol after a key p50 (ms)`, percentile(symbols, 0.5));
  add(`${name}: completion after a key p50 (ms)`, percentile(completions, 0.5));
  process_.notify('textDocument/didClose', { textDocument: { uri } });
}

function open(process_, uri, text) {
  process_.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } });
}

/** Types behind the occurrence of `at` that is nearest to the middle of the text. */
function typist(process_, uri, text, at) {
  const found = [...text.matchAll(new RegExp(at.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'g'))].map(
    ({ index }) => index,
  );
  const offset = found[Math.floor(found.length / 2)] + at.length;
  const before = text.slice(0, offset).split('\n');
  const place = { line: before.length - 1, character: before.at(-1).length };
  const state = {
    version: 1,
    type(key) {
      const range = { start: { ...place }, end: { ...place } };
      place.character += key.length;
      state.version++;
      const changed = { textDocument: { uri, version: state.version }, contentChanges: [{ range, text: key }] };
      process_.notify('textDocument/didChange', changed);
    },
    position: () => ({ line: place.line, character: place.character + 1 }),
    typeAndAsk(key, method, params) {
      state.type(key);
      return process_.request(method, { textDocument: { uri }, ...params });
    },
  };
  return state;
}

async function timed(action) {
  const begun = performance.now();
  await action();
  return performance.now() - begun;
}

async function printPackageSize() {
  const file = path.join(repositoryFolder, 'dist/plumbline.vsix');
  if (!existsSync(file)) return;
  console.log(`\ndist/plumbline.vsix: ${((await stat(file)).size / 1024 / 1024).toFixed(2)} MB`);
}

async function writeText(file, text) {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
}
