import type { JsonSchemaCompiler } from '../workspace/ports/json-schema-compiler.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { FileSystem } from '../workspace/ports/file-system.ts';

/** How long after the last change on disk the folders are listed again: a checkout changes thousands of files. */
const SETTLE_MILLISECONDS = 300;

const NEVER_LISTED = /\/(?:\.git|node_modules)(?:\/|$)/;

interface DiskPorts {
  readonly fileSystem: FileSystem;
  readonly loadSchemaCompiler: () => Promise<JsonSchemaCompiler>;
}

/** Takes the files that are none of the disk's. */
type TakeOthers = (paths: readonly string[]) => string[];

/** Brings into the workspace what features asked for and what lies in its folders. `onNews` is called after each change. */
export class Disk {
  readonly #workspace: Workspace;
  readonly #fileSystem: FileSystem;
  readonly #loadSchemaCompiler: DiskPorts['loadSchemaCompiler'];
  readonly #takeOthers: TakeOthers;
  readonly #onNews: () => void;
  readonly #known = new Set<string>();
  readonly #changed = new Set<string>();
  #roots: readonly string[] = [];
  #timer: NodeJS.Timeout | undefined;
  #needsListing = false;
  #listing: Promise<void> = Promise.resolve();

  constructor(workspace: Workspace, ports: DiskPorts & { readonly takeOthers: TakeOthers }, onNews: () => void) {
    const { fileSystem, loadSchemaCompiler, takeOthers } = ports;
    this.#workspace = workspace;
    this.#fileSystem = fileSystem;
    this.#loadSchemaCompiler = loadSchemaCompiler;
    this.#takeOthers = takeOthers;
    this.#onNews = onNews;
  }

  /** Reads what features asked for since the last call. Answers whether there was anything. */
  async loadWanted(): Promise<boolean> {
    const wanted = this.#takeOthers(this.#workspace.takeWanted());
    const isCompilerWanted = this.#workspace.takeSchemaCompilerWish();
    if (wanted.length === 0 && !isCompilerWanted) return false;
    if (isCompilerWanted) this.#workspace.setSchemaCompiler(await this.#loadSchemaCompiler());
    await this.load(wanted);
    this.#onNews();
    return true;
  }

  async load(paths: readonly string[]): Promise<void> {
    const own = this.#takeOthers(paths);
    const states = await Promise.all(own.map(async (path) => [path, await this.#fileSystem.read(path)] as const));
    for (const [path, state] of states) {
      this.#known.add(path);
      this.#workspace.setDisk(path, state);
    }
  }

  async setRoots(roots: readonly string[]): Promise<void> {
    this.#roots = roots;
    this.#workspace.setRoots(roots);
    await this.#list();
  }

  /** Resolves when the folders that are known now have been listed. */
  whenListed(): Promise<void> {
    return this.#listing;
  }

  /** A file was created, changed or deleted on disk. */
  changedOnDisk(path: string, isListingChange: boolean): void {
    if (NEVER_LISTED.test(path)) return;
    if (this.#known.has(path)) this.#changed.add(path);
    this.#needsListing ||= isListingChange;
    if (this.#changed.size === 0 && !this.#needsListing) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#settle();
    }, SETTLE_MILLISECONDS);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  async #settle(): Promise<void> {
    const changed = [...this.#changed];
    this.#changed.clear();
    await this.load(changed);
    if (!this.#needsListing) {
      this.#onNews();
      return;
    }
    this.#needsListing = false;
    await this.#list();
  }

  #list(): Promise<void> {
    this.#listing = this.#listing.then(() => this.#listNow());
    return this.#listing;
  }

  async #listNow(): Promise<void> {
    for (const root of this.#roots) this.#workspace.setListing(root, await this.#fileSystem.list(root));
    this.#onNews();
  }
}
