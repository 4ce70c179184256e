import { isIncludePath } from '../workspace/include-address.ts';
import type { IncludeReader, ProjectHome } from '../workspace/ports/includes.ts';
import type { DiskState, Workspace } from '../workspace/workspace.ts';
import type { Boundary } from './handle.ts';
import type { Services } from './services.ts';

/** How often files that are in use are looked at again. What is young enough is not asked for, see the reader. */
const REFRESH_MILLISECONDS = 5 * 60_000;

interface IncludeLoaderPorts {
  readonly workspace: Workspace;
  readonly boundary: Boundary;
  /** Makes the services, which are large, when the first such file is wanted. */
  readonly services: () => Promise<Partial<Services>>;
  readonly isTrusted: () => boolean;
  readonly onNews: () => void;
}

/**
 * Brings files into the workspace that pipelines include from elsewhere, in the background: nothing waits for a server.
 * In a workspace that is not trusted, and when the user does not want it, nothing is asked for and that is said.
 */
export class IncludeLoader {
  readonly #ports: IncludeLoaderPorts;
  readonly #known = new Set<string>();
  readonly #folders = new Set<string>();
  readonly #running = new Map<string, Promise<void>>();
  #reader: Promise<IncludeReader | undefined> | undefined;
  #homes: Promise<unknown> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(ports: IncludeLoaderPorts) {
    this.#ports = ports;
  }

  /** Takes the paths that are this one's to read, and reads them; answers the others. */
  take(paths: readonly string[]): string[] {
    for (const path of paths.filter(isIncludePath)) this.#start(path, () => this.#read(path));
    for (const folder of this.#ports.workspace.takeWantedHomes()) this.#start(folder, () => this.#findHome(folder));
    return paths.filter((path) => !isIncludePath(path));
  }

  /** Resolves when everything that is being read has been read. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  /** Reads everything that is in use again; `isAsked` also what is young. */
  async refresh(isAsked = false): Promise<void> {
    if (isAsked) (await this.#reader)?.expire();
    this.#homes = undefined;
    for (const folder of this.#folders) this.#start(folder, () => this.#findHome(folder));
    for (const path of this.#known) this.#start(path, () => this.#read(path));
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #start(name: string, work: () => Promise<void>): void {
    if (this.#running.has(name)) return;
    const running = work().finally(() => {
      this.#running.delete(name);
      this.#ports.onNews();
    });
    this.#running.set(name, running);
    this.#ports.boundary.runLater(`reading of '${name}'`, () => running);
  }

  async #read(path: string): Promise<void> {
    this.#known.add(path);
    this.#timer ??= setInterval(() => {
      this.#ports.boundary.runLater('included files', () => this.refresh());
    }, REFRESH_MILLISECONDS).unref();
    const reader = await this.#allowedReader();
    const state = typeof reader === 'string' ? notRead(reader) : await this.#readWith(reader, path);
    this.#ports.workspace.setDisk(path, state);
  }

  /** The servers that a workspace belongs to may be private ones, so the reader has to know them first. */
  async #readWith(reader: IncludeReader, path: string): Promise<DiskState> {
    const { roots } = this.#ports.workspace.snapshot();
    this.#homes ??= Promise.all(roots.map((root) => reader.home(root)));
    await this.#homes;
    return reader.read(path);
  }

  async #findHome(folder: string): Promise<void> {
    this.#folders.add(folder);
    const reader = await this.#allowedReader();
    const home: ProjectHome = typeof reader === 'string' ? { state: 'none', why: reader } : await reader.home(folder);
    const { workspace } = this.#ports;
    workspace.setHome(folder, home);
    if (typeof reader === 'string' || workspace.snapshot().exists(`${folder}/.gitlab-ci.yml`) === true) return;
    const settled = await reader.settledHome(home);
    if (settled !== home) workspace.setHome(folder, settled);
  }

  /** The reader, or why nothing is read. */
  async #allowedReader(): Promise<IncludeReader | string> {
    const { workspace, services, isTrusted } = this.#ports;
    if (!isTrusted()) return 'this workspace is not trusted, so nothing is sent for it';
    if (!workspace.snapshot().settings.includes.read) {
      return "reading of included files is switched off (setting 'plumbline.gitlabCi.readIncludes')";
    }
    this.#reader ??= services().then(({ includes }) => {
      includes?.onChanged((path) => {
        this.#start(path, () => this.#read(path));
      });
      return includes;
    });
    return (await this.#reader) ?? 'this server cannot read it';
  }
}

function notRead(why: string): DiskState {
  return { state: 'unreadable', why, fault: { kind: 'unknown', message: `This include is not read: ${why}` } };
}
