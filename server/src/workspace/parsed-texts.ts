import { fileWithoutYaml, MAX_ENTRIES, Parsing, type YamlFile } from '../yaml/file.ts';
import { isTreePath } from './include-address.ts';
import { isOwnersPath } from './owners-paths.ts';

/** The newest version of each file that was parsed, and the large texts whose parsing is under way. */
export class ParsedTexts {
  /** Texts of which more than so many characters are to be parsed wait for `parseMore`. */
  readonly mostAtOnce: number;
  readonly #parsing = new Map<string, Parsing>();
  readonly #parsed = new Map<string, YamlFile>();

  constructor(mostAtOnce: number) {
    this.mostAtOnce = mostAtOnce;
  }

  forget(path: string): void {
    this.#parsed.delete(path);
    this.#parsing.delete(path);
  }

  /** Whether a large text waits for `parseMore`. */
  get isParsing(): boolean {
    return this.#parsing.size > 0;
  }

  /**
   * Parses so many characters of the text that has waited longest. Answers its path when it is through, and then knows it.
   */
  parseMore(characters: number): string | undefined {
    const [parsing] = this.#parsing.values();
    if (parsing === undefined) return undefined;
    parsing.advance(characters);
    if (parsing.remaining > 0) return undefined;
    this.#parsing.delete(parsing.path);
    this.#parsed.set(parsing.path, parsing.finish());
    return parsing.path;
  }

  /**
   * Parses on top of the version parsed last, whichever snapshot that was for: the result depends on the text only.
   * Undefined when that takes longer than a request may take.
   */
  parse(path: string, text: string): YamlFile | undefined {
    const before = this.#parsed.get(path);
    if (before?.text === text) {
      this.#parsing.delete(path);
      return before;
    }
    if (isOwnersPath(path) || isTreePath(path)) {
      const plain = fileWithoutYaml(path, text, isOwnersPath(path) ? MAX_ENTRIES : undefined);
      this.#parsed.set(path, plain);
      return plain;
    }
    const started = this.#parsing.get(path);
    if (started?.text === text) return undefined;
    const parsing = new Parsing(path, text, started ?? before);
    if (parsing.remaining > this.mostAtOnce) {
      this.#parsing.set(path, parsing);
      return undefined;
    }
    this.#parsing.delete(path);
    const file = parsing.finish();
    this.#parsed.set(path, file);
    return file;
  }
}
