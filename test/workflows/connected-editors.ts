import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildServer, LanguageClient } from '../protocol/language-client.ts';
import { startBench, type Bench } from './bench.ts';

/** Editors with the bench's clone open, each with a language server of its own, whose user has a token. */
export class ConnectedEditors {
  readonly bench: Bench;
  readonly clients: LanguageClient[] = [];
  readonly #storage: string;

  private constructor(bench: Bench, storage: string) {
    this.bench = bench;
    this.#storage = storage;
  }

  static async start(): Promise<ConnectedEditors> {
    await buildServer();
    return new ConnectedEditors(await startBench(), await mkdtemp(path.join(tmpdir(), 'plumbline-editors-')));
  }

  /** Another editor. Its server knows of no account before `tellAccounts`. */
  async open(token: string, options: object = {}): Promise<LanguageClient> {
    const client = new LanguageClient({ 'plumbline/token': () => ({ token }) });
    this.clients.push(client);
    const initializationOptions = { storagePath: this.#storage, ...options };
    await client.initialize(pathToFileURL(this.bench.clone).href, { initializationOptions });
    return client;
  }

  tellAccounts(client: LanguageClient): void {
    client.notify('plumbline/accounts', { instances: [this.bench.gitlab.url] });
  }

  uriOf(file: string): string {
    return pathToFileURL(path.join(this.bench.clone, file)).href;
  }

  async end(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.kill()));
    await rm(this.#storage, { recursive: true });
    await this.bench.end();
  }
}
