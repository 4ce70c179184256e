import { readFile } from 'node:fs/promises';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

/** The user's folder for what Plumbline keeps, for editors that give none. */
export function defaultStorageFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const { LOCALAPPDATA: local, XDG_STATE_HOME: state } = environment;
  if (process.platform === 'win32' && local) return path.join(local, 'Plumbline');
  if (process.platform === 'darwin') return path.join(homedir(), 'Library', 'Application Support', 'Plumbline');
  return path.join(state && path.isAbsolute(state) ? state : path.join(homedir(), '.local', 'state'), 'plumbline');
}

/** A few small choices of the user, by name, in one file. A file that cannot be read or written holds nothing. */
export interface Choices {
  readonly read: (name: string) => Promise<unknown>;
  readonly write: (name: string, value: unknown) => Promise<void>;
}

/** Choices kept in a file of the folder. Where it cannot be read there are none. */
export function createChoices(folder: () => string): Choices {
  const file = (): string => path.join(folder(), 'choices.json');
  const readAll = async (): Promise<Record<string, unknown>> => {
    try {
      return JSON.parse(await readFile(file(), 'utf8')) as Record<string, unknown>;
    } catch {
      return {};
    }
  };
  return {
    read: async (name) => (await readAll())[name],
    write: async (name, value) => {
      try {
        const text = JSON.stringify({ ...(await readAll()), [name]: value });
        await mkdir(folder(), { recursive: true });
        await writeFile(`${file()}.new`, text);
        await rename(`${file()}.new`, file());
      } catch {
        // The choice is asked for again the next time.
      }
    },
  };
}
