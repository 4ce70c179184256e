import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeAll, beforeEach } from 'vitest';
import { buildServer, LanguageClient, type Answers } from './language-client.ts';

/** A folder of its own for each test, and the clients that look at it; both are gone after the test. */
interface ClientFolder {
  readonly uri: () => string;
  readonly uriOf: (name: string) => string;
  readonly write: (name: string, text: string) => void;
  readonly remove: (name: string) => void;
  /** Starts a server on the folder. `more` is added to the parameters of `initialize`. */
  readonly startClient: (more?: object, answers?: Answers) => Promise<LanguageClient>;
}

/** Sets the folder up for all tests of a file. */
export function useClientFolder(): ClientFolder {
  let folder = '';
  let clients: LanguageClient[] = [];
  const pathOf = (name: string): string => path.join(folder, name);

  beforeAll(buildServer);

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'plumbline-protocol-'));
  });

  afterEach(async () => {
    await Promise.all(clients.map((client) => client.kill()));
    clients = [];
    rmSync(folder, { recursive: true });
  });

  return {
    uri: () => pathToFileURL(folder).href,
    uriOf: (name) => pathToFileURL(pathOf(name)).href,
    write: (name, text) => {
      mkdirSync(path.dirname(pathOf(name)), { recursive: true });
      writeFileSync(pathOf(name), text);
    },
    remove: (name) => {
      rmSync(pathOf(name));
    },
    startClient: async (more = {}, answers = {}) => {
      const client = new LanguageClient(answers);
      clients.push(client);
      await client.initialize(pathToFileURL(folder).href, more);
      return client;
    },
  };
}
