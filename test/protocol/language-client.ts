import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SERVER = '.cache/protocol-test/server.cjs';

/** Bundles the server from source, which starts several times faster than loading each file. */
export async function buildServer(): Promise<void> {
  const options = { bundle: true, platform: 'node', target: 'node20', format: 'cjs', logLevel: 'error' } as const;
  await build({ ...options, absWorkingDir: ROOT, entryPoints: ['server/src/server.ts'], outfile: SERVER });
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

export interface PublishedDiagnostics {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: readonly { readonly code: string; readonly message: string }[];
}

/** What the client answers to requests of the server, by method; null to all others. */
export type Answers = Readonly<Record<string, (params: unknown) => unknown>>;

interface Waiting {
  readonly fits: (message: Message) => boolean;
  readonly resolve: (message: Message) => void;
}

/** A language client that speaks to a server process over standard input and output. */
export class LanguageClient {
  /** Everything that came, in order. */
  readonly received: Message[] = [];
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #answers: Answers;
  readonly #exit: Promise<number | null>;
  #waiting: Waiting[] = [];
  #unread = Buffer.alloc(0);
  #nextId = 1;

  constructor(answers: Answers = {}) {
    this.#answers = answers;
    this.#process = spawn(process.execPath, [SERVER, '--stdio'], { cwd: ROOT });
    this.#exit = new Promise((resolve) => this.#process.on('exit', resolve));
    this.#process.stdout.on('data', (bytes: Buffer) => {
      this.#read(bytes);
    });
  }

  /** Sends messages in one piece, so that the server finds all of them waiting. */
  send(...messages: readonly Message[]): void {
    this.#process.stdin.write(messages.map(frame).join(''));
  }

  notify(method: string, params: unknown): void {
    this.send({ method, params });
  }

  request(method: string, params: unknown): Promise<Message> {
    const id = this.newId();
    this.send({ id, method, params });
    return this.answerTo(id);
  }

  newId(): number {
    return this.#nextId++;
  }

  answerTo(id: number): Promise<Message> {
    return this.next((message) => message.id === id && message.method === undefined);
  }

  /** The first message that fits, from what has come and what will. */
  next(fits: (message: Message) => boolean): Promise<Message> {
    const known = this.received.find(fits);
    if (known !== undefined) return Promise.resolve(known);
    return new Promise((resolve) => this.#waiting.push({ fits, resolve }));
  }

  /** The next findings of a document that fit; earlier ones do not count. */
  async diagnostics(uri: string, fits: (published: PublishedDiagnostics) => boolean): Promise<PublishedDiagnostics> {
    const message = await this.next(
      ({ method, params }) =>
        method === 'textDocument/publishDiagnostics' &&
        (params as PublishedDiagnostics).uri === uri &&
        fits(params as PublishedDiagnostics),
    );
    return message.params as PublishedDiagnostics;
  }

  async initialize(folder: string, more: object = {}): Promise<Message> {
    const answer = await this.request('initialize', {
      processId: process.pid,
      capabilities: { textDocument: { publishDiagnostics: {} }, workspace: { workspaceFolders: true } },
      workspaceFolders: [{ uri: folder, name: 'workspace' }],
      ...more,
    });
    this.notify('initialized', {});
    return answer;
  }

  open(uri: string, text: string): void {
    this.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } });
  }

  /** Answers the exit code. */
  async shutDown(): Promise<number | null> {
    await this.request('shutdown', undefined);
    this.notify('exit', undefined);
    return this.#exit;
  }

  /** The exit code, when the server has ended. */
  exited(): Promise<number | null> {
    return this.#exit;
  }

  kill(): Promise<number | null> {
    this.#process.kill('SIGKILL');
    return this.#exit;
  }

  #read(bytes: Buffer): void {
    this.#unread = Buffer.concat([this.#unread, bytes]);
    for (;;) {
      const headEnd = this.#unread.indexOf('\r\n\r\n');
      const length = Number(
        /Content-Length: (\d+)/i.exec(this.#unread.toString('ascii', 0, Math.max(0, headEnd)))?.[1],
      );
      const bodyStart = headEnd + 4;
      if (headEnd === -1 || this.#unread.length < bodyStart + length) return;
      const message = JSON.parse(this.#unread.toString('utf8', bodyStart, bodyStart + length)) as Message;
      this.#unread = this.#unread.subarray(bodyStart + length);
      this.#take(message);
    }
  }

  #take(message: Message): void {
    this.received.push(message);
    const { id, method, params } = message;
    if (id !== undefined && method !== undefined) this.send({ id, result: this.#answers[method]?.(params) ?? null });
    const [ready, waiting] = [true, false].map((isReady) =>
      this.#waiting.filter(({ fits }) => fits(message) === isReady),
    );
    this.#waiting = waiting ?? [];
    for (const { resolve } of ready ?? []) resolve(message);
  }
}

function frame(message: Message): string {
  const body = JSON.stringify({ jsonrpc: '2.0', ...message });
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** A change that inserts text. */
export function insertion(
  uri: string,
  version: number,
  [line, character]: readonly [number, number],
  text: string,
): Message {
  const place = { line, character };
  return {
    method: 'textDocument/didChange',
    params: { textDocument: { uri, version }, contentChanges: [{ range: { start: place, end: place }, text }] },
  };
}
