/**
 * A list of names that only GitLab knows, asked for while somebody writes. `folder` is the folder of the project that
 * the names are for.
 */
export type NameQuestion =
  | { readonly kind: 'variables' | 'environments' | 'templates'; readonly folder: string }
  /** Users and groups that may own files of the project, as `@path`. */
  | { readonly kind: 'owners'; readonly folder: string }
  /** Projects or groups whose path holds the text. */
  | { readonly kind: 'projects' | 'groups'; readonly folder: string; readonly search: string }
  /** Branches and tags of a project. */
  | { readonly kind: 'refs'; readonly folder: string; readonly project: string }
  /** What a folder of a project's repository holds; folders end in a slash. Without `ref` that of the default branch. */
  | {
      readonly kind: 'files';
      readonly folder: string;
      readonly project: string;
      readonly ref?: string;
      readonly below: string;
    };

/** A name and what a reader wants to know of it. There is no place for a value: those of variables may be secret. */
export interface RemoteName {
  readonly name: string;
  /** A few words, such as `project variable, masked`. */
  readonly detail?: string;
  readonly documentation?: string;
}

/** The same text for the same question. */
export function keyOf(question: NameQuestion): string {
  return JSON.stringify(question, Object.keys(question).toSorted());
}

/** Keeps the answers, and remembers which questions features had. */
export class RemoteNames {
  #known: ReadonlyMap<string, readonly RemoteName[]> = new Map();
  readonly #wanted = new Map<string, NameQuestion>();

  /** The answers as they are now, for a snapshot; asking one is the sign that it is wanted. */
  reader(): (question: NameQuestion) => readonly RemoteName[] | undefined {
    const known = this.#known;
    return (question) => {
      const key = keyOf(question);
      this.#wanted.set(key, question);
      return known.get(key);
    };
  }

  set(question: NameQuestion, names: readonly RemoteName[]): void {
    this.#known = new Map([...this.#known, [keyOf(question), names]]);
  }

  forget(): void {
    this.#known = new Map();
  }

  /** The questions since the last time. */
  takeWanted(): NameQuestion[] {
    const wanted = [...this.#wanted.values()];
    this.#wanted.clear();
    return wanted;
  }
}
