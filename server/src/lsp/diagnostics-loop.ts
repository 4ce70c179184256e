import type { Pace } from '../features/answers.ts';
import type { Boundary } from './handle.ts';

/** How long late checks and other open files wait after an edit: they may depend on it, and nobody looks at them while typing. */
const QUIET_MILLISECONDS = 200;

/** How long the check of an edited text waits: what the editor asks together with the edit is answered first. */
const HEAD_START_MILLISECONDS = 3;

/** What the loop calls. */
interface ValidationWork {
  readonly openPaths: () => readonly string[];
  /** Does a part of the work, for no longer than messages may wait; false when the findings are ready. */
  readonly prepare: (path: string, pace: Pace) => boolean;
  readonly validate: (path: string, pace: Pace) => void;
}

/**
 * Validates open files, one at a time and always their newest text. There is no delay that anybody would notice: work
 * begins when no more messages wait to be read, so that a burst of keys costs one validation, and it stops between files,
 * and within large ones, to read messages.
 */
export class DiagnosticsLoop {
  readonly #boundary: Boundary;
  readonly #work: ValidationWork;
  /** Edited or opened by the user: first. */
  readonly #urgent = new Set<string>();
  readonly #others = new Set<string>();
  /** Of the urgent ones those that get their late checks right after. */
  readonly #late = new Set<string>();
  /** Validated in part. */
  readonly #began = new Set<string>();
  #changes = 0;
  #seenChanges = 0;
  #isScheduled = false;
  #quietTimer: NodeJS.Timeout | undefined;

  constructor(boundary: Boundary, work: ValidationWork) {
    this.#boundary = boundary;
    this.#work = work;
  }

  /** The text of a file changed: what is quick is checked at once, the rest and other open files when the typing pauses. */
  changed(path: string): void {
    this.#changes++;
    this.#urgent.delete(path);
    this.#urgent.add(path);
    this.#others.delete(path);
    this.#late.delete(path);
    this.#schedule();
    clearTimeout(this.#quietTimer);
    this.#quietTimer = setTimeout(() => {
      this.everything();
    }, QUIET_MILLISECONDS);
  }

  /** Something that every file may depend on changed: files were read, settings or facts are new. */
  everything(): void {
    clearTimeout(this.#quietTimer);
    for (const path of this.#work.openPaths()) (this.#urgent.has(path) ? this.#late : this.#others).add(path);
    this.#schedule();
  }

  closed(path: string): void {
    this.#urgent.delete(path);
    this.#others.delete(path);
    this.#late.delete(path);
  }

  stop(): void {
    clearTimeout(this.#quietTimer);
    this.#urgent.clear();
    this.#others.clear();
    this.#late.clear();
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    if (this.#seenChanges === this.#changes) {
      setImmediate(this.#step);
    } else {
      this.#seenChanges = this.#changes;
      setTimeout(this.#step, HEAD_START_MILLISECONDS);
    }
  }

  readonly #step = (): void => {
    this.#isScheduled = false;
    // As long as edits come, wait for the last.
    if (this.#seenChanges !== this.#changes) {
      this.#schedule();
      return;
    }
    const next = this.#next();
    if (next === undefined) return;
    const { path, pace } = next;
    this.#began.delete(path);
    this.#boundary.run(`validation of '${path}'`, () => {
      if (this.#work.prepare(path, pace)) this.#began.add(path);
      else this.#work.validate(path, pace);
    });
    // What was begun goes on before other files, unless one is edited now.
    if (!this.#began.has(path)) this.#finished(path);
    if (this.#urgent.size + this.#others.size > 0) this.#schedule();
  };

  #finished(path: string): void {
    const isLateToo = this.#late.has(path);
    this.closed(path);
    if (isLateToo) this.#others.add(path);
  }

  #next(): { readonly path: string; readonly pace: Pace } | undefined {
    const newest = [...this.#urgent].at(-1);
    if (newest !== undefined) return { path: newest, pace: 'typing' };
    const [path] = this.#others;
    return path === undefined ? undefined : { path, pace: 'pause' };
  }
}
