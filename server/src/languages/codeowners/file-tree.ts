import { ANY_NUMBER, type Budget, type NamePattern, type PathPattern } from './pattern.ts';

export interface Folder {
  readonly folders: Map<string, Folder>;
  /** The number of each file by its name. */
  readonly files: Map<string, number>;
}

/** The files of a repository by their folders. */
export interface FileTree {
  /** From the repository's root, without a slash at the start; a file's number is its place here. */
  readonly paths: readonly string[];
  readonly root: Folder;
  readonly foldersByName: ReadonlyMap<string, readonly Folder[]>;
  readonly filesByName: ReadonlyMap<string, readonly number[]>;
}

const known = new WeakMap<readonly string[], Map<string, FileTree>>();

/** The tree of the files of a listing (absolute paths) that lie below a folder. */
export function fileTree(listing: readonly string[], root: string): FileTree {
  const ofListing = known.get(listing) ?? new Map<string, FileTree>();
  known.set(listing, ofListing);
  const before = ofListing.get(root);
  if (before !== undefined) return before;
  const below = listing.filter((path) => path.startsWith(`${root}/`)).map((path) => path.slice(root.length + 1));
  const tree = plant(below);
  ofListing.set(root, tree);
  return tree;
}

function plant(paths: readonly string[]): FileTree {
  const root: Folder = { folders: new Map(), files: new Map() };
  const foldersByName = new Map<string, Folder[]>();
  const filesByName = new Map<string, number[]>();
  for (const [number, path] of paths.entries()) {
    const names = path.split('/');
    const file = names.pop() ?? '';
    let folder = root;
    for (const name of names) {
      const inner = folder.folders.get(name) ?? addFolder(folder, name, foldersByName);
      folder = inner;
    }
    folder.files.set(file, number);
    append(filesByName, file, number);
  }
  return { paths, root, foldersByName, filesByName };
}

function addFolder(parent: Folder, name: string, byName: Map<string, Folder[]>): Folder {
  const folder: Folder = { folders: new Map(), files: new Map() };
  parent.folders.set(name, folder);
  append(byName, name, folder);
  return folder;
}

function append<Item>(lists: Map<string, Item[]>, name: string, item: Item): void {
  const list = lists.get(name);
  if (list === undefined) lists.set(name, [item]);
  else list.push(item);
}

/** The numbers of the files that a pattern fits, each once; undefined when the budget does not suffice. */
export function filesThatFit(tree: FileTree, pattern: PathPattern, budget: Budget): readonly number[] | undefined {
  const search = new Search(tree, pattern, budget);
  search.walk(tree.root, 0);
  return budget.left < 0 ? undefined : search.found;
}

class Search {
  readonly found: number[] = [];
  readonly #tree: FileTree;
  readonly #pattern: PathPattern;
  readonly #budget: Budget;
  /** By the place in the pattern: a folder is reached in several ways where two stars stand. */
  readonly #seen: Set<Folder>[] = [];

  constructor(tree: FileTree, pattern: PathPattern, budget: Budget) {
    this.#tree = tree;
    this.#pattern = pattern;
    this.#budget = budget;
  }

  walk(folder: Folder, index: number): void {
    const seen = (this.#seen[index] ??= new Set());
    if (seen.has(folder) || this.#budget.left < 0) return;
    seen.add(folder);
    this.#budget.left--;
    const name = this.#pattern[index];
    if (name === undefined) return;
    if (name === ANY_NUMBER) this.#walkDeep(folder, index);
    else if (index === this.#pattern.length - 1) this.#take(folder.files, name);
    else this.#enter(folder, name, index + 1);
  }

  #walkDeep(folder: Folder, index: number): void {
    const next = this.#pattern[index + 1];
    const literal = next === ANY_NUMBER ? undefined : next?.literal;
    if (folder === this.#tree.root && literal !== undefined) {
      this.#walkByName(literal, index + 1);
      return;
    }
    this.walk(folder, index + 1);
    for (const inner of folder.folders.values()) this.walk(inner, index);
  }

  /** Anywhere below the root: all of that name are known. */
  #walkByName(name: string, index: number): void {
    if (index === this.#pattern.length - 1) this.#add(this.#tree.filesByName.get(name) ?? []);
    else for (const folder of this.#tree.foldersByName.get(name) ?? []) this.walk(folder, index + 1);
  }

  #enter(folder: Folder, name: NamePattern, index: number): void {
    if (name.literal !== undefined) {
      const inner = folder.folders.get(name.literal);
      if (inner !== undefined) this.walk(inner, index);
      return;
    }
    for (const [innerName, inner] of folder.folders) if (this.#fits(name, innerName)) this.walk(inner, index);
  }

  #take(files: ReadonlyMap<string, number>, name: NamePattern): void {
    if (name.literal !== undefined) {
      const number = files.get(name.literal);
      if (number !== undefined) this.#add([number]);
      return;
    }
    for (const [fileName, number] of files) if (this.#fits(name, fileName)) this.found.push(number);
  }

  #add(numbers: readonly number[]): void {
    this.#budget.left -= numbers.length;
    for (const number of numbers) this.found.push(number);
  }

  #fits(name: NamePattern, text: string): boolean {
    return this.#budget.left-- >= 0 && name.fits(text, this.#budget);
  }
}
