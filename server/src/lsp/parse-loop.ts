import type { Workspace } from '../workspace/workspace.ts';

/** How many characters are parsed without a look at waiting messages: about a fifth of a second on a slow machine. */
export const MOST_AT_ONCE = 200_000;

interface Waiting {
  readonly path: string;
  readonly resolve: () => void;
}

/** Parses large texts in the background, a part in each turn of the event loop, so that everything else is answered. */
export class ParseLoop {
  readonly #workspace: Workspace;
  readonly #waiting = new Set<Waiting>();
  #onParsed: (path: string) => void = () => undefined;
  #isScheduled = false;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** `listener` is told of each text that is through. */
  listen(listener: (path: string) => void): void {
    this.#onParsed = listener;
  }

  /** Goes on as long as a text waits. */
  start(): void {
    if (this.#isScheduled || !this.#workspace.isParsing()) return;
    this.#isScheduled = true;
    setImmediate(this.#step);
  }

  /** Resolves when a file's text is parsed or gone; undefined when there is nothing to wait for. */
  settled(path: string): Promise<void> | undefined {
    if (!this.#workspace.isPending(path)) return undefined;
    this.start();
    return new Promise((resolve) => {
      this.#waiting.add({ path, resolve });
    });
  }

  readonly #step = (): void => {
    this.#isScheduled = false;
    const parsed = this.#workspace.parseMore();
    if (parsed !== undefined) this.#onParsed(parsed);
    for (const waiting of this.#waiting) {
      if (this.#workspace.isPending(waiting.path)) continue;
      this.#waiting.delete(waiting);
      waiting.resolve();
    }
    this.start();
  };
}
