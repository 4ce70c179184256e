import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRecord } from '../../base/record.ts';
import { parseJson } from '../../base/json.ts';
import type { GitCredential } from '../../workspace/ports/git.ts';

/** How Git is told to ask us. Nothing in it is secret. */
interface CredentialSettings {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

const noCredential: CredentialSettings = { args: [], environment: {} };

/**
 * What Git starts to sign in: it passes Git's question (https://git-scm.com/docs/git-credential#IOFMT) to the server's
 * socket and prints the answer. `store` and `erase` end at once, so that no helper ever saves the token.
 */
const helperProgram = `'use strict';
if (process.argv[2] === 'get') {
  let question = '';
  process.stdin.on('data', (chunk) => (question += chunk));
  process.stdin.on('end', () => {
    const socket = require('node:net').connect(process.env.PLUMBLINE_CREDENTIAL_SOCKET);
    socket.on('error', () => process.exit(1));
    socket.pipe(process.stdout);
    socket.end(JSON.stringify(Object.fromEntries(question.split('\\n').filter(Boolean).map((line) => line.split(/=(.*)/s)))));
  });
}
`;

/**
 * Lets `use` run Git with a credential. The secret is never in an argument, a variable, a file or the configuration:
 * Git's helper fetches it over a socket in a folder that only this user can enter (a named pipe on Windows), and gets
 * it for the credential's own origin only. The user's helpers are switched off for the call, else one of them would
 * save the token.
 */
export async function withCredential<Answer>(
  credential: GitCredential | undefined,
  use: (settings: CredentialSettings) => Promise<Answer>,
): Promise<Answer> {
  if (credential === undefined) return use(noCredential);
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-git-'));
  const socket = process.platform === 'win32' ? `\\\\.\\pipe\\plumbline-${randomUUID()}` : join(folder, 'socket');
  const server = createServer({ allowHalfOpen: true }, (connection) => {
    answerQuestion(connection, credential);
  });
  try {
    await listen(server, socket);
    const program = join(folder, 'helper.cjs');
    await writeFile(program, helperProgram);
    return await use(settingsFor(program, socket));
  } finally {
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
}

function settingsFor(program: string, socket: string): CredentialSettings {
  // Inside VS Code the server runs in Electron, which is Node when this variable is set.
  const start = '!ELECTRON_RUN_AS_NODE=1 "$PLUMBLINE_CREDENTIAL_NODE" "$PLUMBLINE_CREDENTIAL_PROGRAM"';
  return {
    args: ['-c', 'credential.helper=', '-c', `credential.helper=${start}`, '-c', 'credential.interactive=false'],
    environment: {
      PLUMBLINE_CREDENTIAL_NODE: process.execPath,
      PLUMBLINE_CREDENTIAL_PROGRAM: program,
      PLUMBLINE_CREDENTIAL_SOCKET: socket,
      // Set but empty: Git then asks no program when our helper has no answer.
      GIT_ASKPASS: '',
    },
  };
}

function answerQuestion(connection: Socket, credential: GitCredential): void {
  const chunks: Buffer[] = [];
  connection.on('error', () => undefined);
  connection.on('data', (chunk: Buffer) => chunks.push(chunk));
  connection.on('end', () => {
    const question = parseJson(Buffer.concat(chunks).toString('utf8'));
    const asked = question.ok && isRecord(question.value) ? question.value : {};
    const origin = `${String(asked['protocol'])}://${String(asked['host'])}`;
    const answer = `username=${credential.username}\npassword=${credential.password()}\n`;
    connection.end(origin === credential.origin ? answer : '');
  });
}
