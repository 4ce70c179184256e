import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-languageserver/node';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { OpenMergeRequestResult, Outcome } from '../../server/src/lsp/protocol.ts';
import { startBench, type Bench } from './bench.ts';
import { expectDone, expectNoToken, expectWorkIntact, prepareWork, requestFor, type Before } from './scenario.ts';

/** The language server itself, killed by the editor's machine while it opens a merge request. */
let bench: Bench;
let before: Before;
const children: ChildProcess[] = [];

beforeEach(async () => {
  bench = await startBench();
  before = await prepareWork(bench);
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await bench.end();
});

interface Session {
  readonly child: ChildProcess;
  readonly connection: MessageConnection;
  /** All that the server has written, for looking for the token. */
  readonly output: () => string;
}

async function startServer(): Promise<Session> {
  const entry = fileURLToPath(new URL('../../server/src/server.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', entry, '--stdio'], { stdio: 'pipe' });
  children.push(child);
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stdin.on('error', () => undefined);
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.onError(() => undefined);
  connection.onRequest('plumbline/token', () => ({ token: bench.tokens.developer }));
  connection.listen();
  const uri = pathToFileURL(bench.clone).href;
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: uri,
    workspaceFolders: [{ uri, name: 'clone' }],
    capabilities: { window: { workDoneProgress: true } },
    initializationOptions: { storagePath: bench.storage },
  });
  await connection.sendNotification('initialized', {});
  await connection.sendNotification('plumbline/accounts', { instances: [bench.gitlab.url] });
  return { child, connection, output: () => Buffer.concat(chunks).toString() };
}

function open(session: Session, onMessage: (message: string) => void): Promise<Outcome<OpenMergeRequestResult>> {
  session.connection.onNotification('$/progress', ({ value }: { value: { message?: string } }) => {
    onMessage(value.message ?? '');
  });
  const { folder, project, ...request } = requestFor(bench);
  expect(project?.id).toBe(bench.project.id);
  const params = { ...request, folder: pathToFileURL(folder).href, workDoneToken: 'open' };
  return session.connection.sendRequest('plumbline/openMergeRequest', params);
}

it.each([/^Preparing/u, /^Committing/u, /^Making/u, /^Switching/u, /^Pushing/u, /^Opening/u, /^Reading the merge/u])(
  'killed at %s, a new server finishes the job: one branch, one commit, one merge request',
  async (moment) => {
    const first = await startServer();
    const died = new Promise((resolve) =>
      first.child.once('exit', (_, signal) => {
        resolve(signal);
      }),
    );
    const lost = open(first, (message) => {
      if (moment.test(message)) first.child.kill('SIGKILL');
    });
    lost.catch(() => undefined);
    expect(await died).toBe('SIGKILL');
    await expectWorkIntact(bench, before);

    const second = await startServer();
    const outcome = await open(second, () => undefined);
    expect(outcome).toMatchObject({ ok: true, value: { mergeRequest: { iid: 1, state: 'opened' } } });
    await expectDone(bench, before);
    await expectNoToken(bench, outcome, first.output(), second.output());
  },
);
