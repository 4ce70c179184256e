// How long one hostile document keeps everything else waiting: another file's hover is asked for again and again while the document
// is opened, after a key in it, and while the editor asks all that it asks of an open file.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { repositoryFolder, say } from '../setup/machine.mjs';
import { editorRequests } from './editor-requests.mjs';
import { hostileDocuments } from './hostile-documents.mjs';
import { hostileTexts } from './hostile-texts.mjs';
import { ServerProcess } from './server-process.mjs';

const OTHER = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: other\n';
/** Milliseconds between two questions about the other file. */
const PAUSE = 10;
/** No findings for so long: the document is through (milliseconds). */
const QUIET = 1000;
const TIMEOUT = 120_000;

/** Measures and prints the table. `only` are parts of names; all by default. */
export async function benchHostile({ only = [], server = path.join(repositoryFolder, 'dist/server.cjs') } = {}) {
  if (!existsSync(server)) throw new Error(`'${server}' is not there; run 'npm run build' first`);
  const documents = [...hostileDocuments(), ...hostileTexts()].filter(
    ({ name }) => only.length === 0 || only.some((part) => name.includes(part)),
  );
  console.log(
    '| document | MB | hover, opening (ms) | hover, key (ms) | slowest request (ms) | CPU opening (ms) | CPU key (ms) | RSS (MB) | findings |',
  );
  console.log('|---|---:|---:|---:|---|---:|---:|---:|---:|');
  for (const document of documents) {
    say(document.name);
    console.log(`| ${(await measure(document, server)).join(' | ')} |`);
  }
}

async function measure(document, server) {
  const folder = await mkdtemp(path.join(tmpdir(), 'plumbline-bench-'));
  const process_ = new ServerProcess({ command: process.execPath, args: [server, '--stdio'] });
  try {
    for (const [file, text] of Object.entries(document.others ?? {})) await writeText(path.join(folder, file), text);
    await process_.initialize(pathToFileURL(folder).href);
    return await measureIn(process_, (file) => pathToFileURL(path.join(folder, file)).href, document);
  } finally {
    await process_.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureIn(process_, uriOf, { name, file, text }) {
  const [uri, other] = [uriOf(file), uriOf('other.yaml')];
  const state = { findings: undefined };
  open(process_, other, OTHER);
  await ask(process_, other, 'hover');
  await wait(300);
  const act = async (action) => {
    const before = process_.cpu();
    const watch = watchHover(process_, other);
    const through = settled(process_, uri, state);
    action();
    await through;
    const longest = await watch();
    return { longest, cpu: process_.cpu() - before };
  };
  const opening = await act(() => open(process_, uri, text));
  const line = Math.floor(text.split('\n').length / 2);
  const place = { line, character: 0 };
  const key = await act(() =>
    process_.notify('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ range: { start: place, end: place }, text: ' ' }],
    }),
  );
  const slowest = await slowestRequest(process_, uri, place);
  const round = (value) => value.toFixed(0);
  return [
    name,
    (text.length / 1_000_000).toFixed(1),
    round(opening.longest),
    round(key.longest),
    `${slowest.method} ${round(slowest.took)}`,
    round(opening.cpu),
    round(key.cpu),
    round(process_.memory()),
    state.findings ?? 'none in time',
  ];
}

/** Asks until it is told to stop, and answers the longest time that an answer took. */
function watchHover(process_, uri) {
  let isOn = true;
  let longest = 0;
  const watching = (async () => {
    while (isOn) {
      const begun = performance.now();
      await ask(process_, uri, 'hover');
      longest = Math.max(longest, performance.now() - begun);
      process_.memory();
      await wait(PAUSE);
    }
  })();
  return async () => {
    isOn = false;
    await watching;
    return longest;
  };
}

/** Resolves when findings came and for a while no more. */
async function settled(process_, uri, state) {
  let timeout = TIMEOUT;
  for (;;) {
    const published = await process_.published(uri, () => true, timeout);
    if (published === undefined) return;
    state.findings = published.diagnostics.length;
    timeout = QUIET;
  }
}

async function slowestRequest(process_, uri, position) {
  let slowest = { method: '', took: 0 };
  for (const [method, more] of Object.entries(editorRequests)) {
    const begun = performance.now();
    await ask(process_, uri, method, {
      range: { start: position, end: position },
      position,
      positions: [position],
      ...more,
    });
    const took = performance.now() - begun;
    if (took > slowest.took) slowest = { method, took };
  }
  return slowest;
}

function ask(process_, uri, method, params = { position: { line: 1, character: 1 } }) {
  return process_.request(`textDocument/${method}`, { textDocument: { uri }, ...params });
}

function open(process_, uri, text) {
  process_.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } });
}

async function writeText(file, text) {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
}
