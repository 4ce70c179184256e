import type { JsonSchemaCompiler } from './ports/json-schema-compiler.ts';
import { noFacts, type Facts } from './facts.ts';
import { RemoteNames, type NameQuestion, type RemoteName } from './remote-names.ts';
import { defaultSettings, type Settings } from './settings.ts';
import type { DiskState } from './disk-state.ts';
import type { ProjectHome } from './included-file.ts';
import { existsIn, foldersOf } from './listing.ts';
import type { ShellFinding } from './ports/shell-checker.ts';
import { ShellVerdicts } from './shell-verdicts.ts';
import { ParsedTexts } from './parsed-texts.ts';
import type { FileState, Snapshot } from './snapshot.ts';

export type { DiskState };

/**
 * The one place that changes: it takes edits, reads and facts in and gives immutable snapshots out. It does no IO; what
 * a feature asked for and was not known is in `wanted`, and whoever owns the workspace reads it.
 */
export class Workspace {
  readonly #texts: ParsedTexts;
  readonly #open = new Map<string, string>();
  readonly #disk = new Map<string, DiskState>();
  readonly #listings = new Map<string, readonly string[]>();
  readonly #folders = new Map<string, ReadonlySet<string>>();
  readonly #wantedFiles = new Set<string>();
  readonly #homes = new Map<string, ProjectHome>();
  readonly #wantedHomes = new Set<string>();
  readonly #names = new RemoteNames();
  readonly #shell = new ShellVerdicts();
  #schemaCompiler: JsonSchemaCompiler | undefined;
  #isSchemaCompilerWanted = false;
  #roots: readonly string[] = [];
  #settings: Settings = defaultSettings;
  #facts: Facts = noFacts;
  #snapshot: Snapshot | undefined;

  /**
   * `mostAtOnce`: texts of which more than so many characters are to be parsed are 'pending' until `parseMore` is through
   * with them. By default all is parsed at once.
   */
  constructor({ mostAtOnce = Number.POSITIVE_INFINITY }: { readonly mostAtOnce?: number } = {}) {
    this.#texts = new ParsedTexts(mostAtOnce);
  }

  /** The same object until something changes. */
  snapshot(): Snapshot {
    this.#snapshot ??= this.#create();
    return this.#snapshot;
  }

  setRoots(roots: readonly string[]): void {
    this.#roots = roots;
    this.#changed();
  }

  setSettings(settings: Settings): void {
    this.#settings = settings;
    this.#changed();
  }

  setFacts(change: Partial<Facts>): void {
    this.#facts = { ...this.#facts, ...change };
    this.#changed();
  }

  /** Sets the text of a file that is open in the editor; it wins over the disk until `close`. */
  open(path: string, text: string): void {
    this.#open.set(path, text);
    this.#changed();
  }

  close(path: string): void {
    this.#open.delete(path);
    if (this.#disk.get(path)?.state !== 'text') this.#texts.forget(path);
    this.#changed();
  }

  isOpen(path: string): boolean {
    return this.#open.has(path);
  }

  setDisk(path: string, state: DiskState): void {
    this.#wantedFiles.delete(path);
    this.#disk.set(path, state);
    this.#changed();
  }

  /** Forgets what the disk said, after a change on disk: the next feature that asks gets 'pending'. */
  forget(path: string): void {
    this.#disk.delete(path);
    if (!this.#open.has(path)) this.#texts.forget(path);
    this.#changed();
  }

  /** Sets the files below a root (absolute paths). */
  setListing(root: string, files: readonly string[]): void {
    this.#listings.set(root, files.toSorted());
    this.#folders.set(root, foldersOf(files));
    this.#changed();
  }

  setSchemaCompiler(compiler: JsonSchemaCompiler): void {
    this.#schemaCompiler = compiler;
    this.#changed();
  }

  setNames(question: NameQuestion, names: readonly RemoteName[]): void {
    this.#names.set(question, names);
    this.#changed();
  }

  /** Forgets the names that GitLab gave: somebody else may be signed in. */
  forgetNames(): void {
    this.#names.forget();
    this.#changed();
  }

  /** The names that features asked for since the last time, known or not. */
  takeWantedNames(): NameQuestion[] {
    return this.#names.takeWanted();
  }

  /** The scripts that wait for `setShellFindings`; undefined when a feature asked while nobody checks scripts. */
  wantedScripts(): readonly string[] | undefined {
    return this.#shell.isWished ? undefined : this.#shell.wanted();
  }

  setShellFindings(script: string, findings: readonly ShellFinding[]): void {
    this.#shell.set(script, findings);
    this.#changed();
  }

  /** Says whether somebody takes `wantedScripts`. */
  setShellChecking(isOn: boolean): void {
    this.#shell.turn(isOn);
    this.#changed();
  }

  /** Whether a feature asked for the compiler of JSON Schemas, which is not here yet. Asking takes the wish away. */
  takeSchemaCompilerWish(): boolean {
    const isWanted = this.#isSchemaCompilerWanted && this.#schemaCompiler === undefined;
    this.#isSchemaCompilerWanted = false;
    return isWanted;
  }

  /** Sets where a folder's repository is hosted; undefined forgets it. */
  setHome(folder: string, home: ProjectHome | undefined): void {
    if (home === undefined) this.#homes.delete(folder);
    else this.#homes.set(folder, home);
    this.#changed();
  }

  /** The folders whose hosting features asked for and nobody knows yet. Taking them empties the list. */
  takeWantedHomes(): string[] {
    const wanted = [...this.#wantedHomes];
    this.#wantedHomes.clear();
    return wanted;
  }

  /** The files that features asked for and that nobody has read yet. Taking them empties the list. */
  takeWanted(): string[] {
    const wanted = [...this.#wantedFiles];
    this.#wantedFiles.clear();
    return wanted;
  }

  /** Whether a large text waits for `parseMore`. */
  isParsing(): boolean {
    return this.#texts.isParsing;
  }

  /** Whether the text of this open file waits for `parseMore`. Costs nothing where it is small. */
  isPending(path: string): boolean {
    const length = this.#open.get(path)?.length ?? 0;
    return length > this.#texts.mostAtOnce && this.snapshot().file(path).state === 'pending';
  }

  /**
   * Parses so many characters of the text that has waited longest. Answers its path when it is through, and then knows it
   * as loaded.
   */
  parseMore(characters = this.#texts.mostAtOnce): string | undefined {
    const through = this.#texts.parseMore(characters);
    if (through !== undefined) this.#changed();
    return through;
  }

  #changed(): void {
    this.#snapshot = undefined;
  }

  #create(): Snapshot {
    const open = new Map(this.#open);
    const disk = new Map(this.#disk);
    const listings = new Map(this.#listings);
    const folders = new Map(this.#folders);
    const homes = new Map(this.#homes);
    const schemaCompiler = this.#schemaCompiler;
    const states = new Map<string, FileState>();
    return {
      roots: this.#roots,
      settings: this.#settings,
      facts: this.#facts,
      schemaCompiler: () => {
        this.#isSchemaCompilerWanted = true;
        return schemaCompiler;
      },
      names: this.#names.reader(),
      shell: this.#shell.reader(),
      projectHome: (folder) => {
        const home = homes.get(folder);
        if (home === undefined) this.#wantedHomes.add(folder);
        return home;
      },
      filesBelow: (root) => listings.get(root),
      file: (path) => {
        const known = states.get(path) ?? this.#stateOf(path, open.get(path), disk.get(path));
        states.set(path, known);
        return known;
      },
      exists: (path) => {
        if (open.has(path)) return true;
        const onDisk = disk.get(path);
        if (onDisk !== undefined) return onDisk.state !== 'missing';
        return existsIn(listings, folders, path);
      },
    };
  }

  #stateOf(path: string, open: string | undefined, disk: DiskState | undefined): FileState {
    const text = open ?? (disk?.state === 'text' ? disk.text : undefined);
    if (text !== undefined) {
      const source = disk?.state === 'text' ? disk.source : undefined;
      const file = this.#texts.parse(path, text);
      return file === undefined ? { state: 'pending' } : { state: 'loaded', file, ...(source && { source }) };
    }
    if (disk === undefined) {
      this.#wantedFiles.add(path);
      return { state: 'pending' };
    }
    return disk.state === 'unreadable' ? disk : { state: 'missing' };
  }
}
