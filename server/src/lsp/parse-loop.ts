import type { Workspace } from '../workspace/workspace.ts';

/** A text with more characters to parse is parsed in parts: that many take about a tenth of a second. */
export const MOST_AT_ONCE = 100_000;

/** How long messages wait while a text is parsed, in milliseconds, and how much is parsed between two looks at the clock. */
const PART_TIME = 30;
const PART_LENGTH = 5000;

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
    const parsed = this.#parsePart();
    if (parsed !== undefined) this.#onParsed(parsed);
    for (const waiting of this.#waiting) {
      if (this.#workspace.isPending(waiting.path)) continue;
      this.#waiting.delete(waiting);
      waiting.resolve();
    }
    this.start();
  };

  #parsePart(): string | undefined {
    const begun = performance.now();
    while (this.#workspace.isParsing()) {
      const parsed = this.#workspace.parseMore(PART_LENGTH);
      if (parsed !== undefined) return parsed;
      if (performance.now() - begun > PART_TIME) return undefined;
    }
    return undefined;
  }
}
