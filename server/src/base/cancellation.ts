/** Tells long work that nobody waits for its answer any more. Structurally the LSP library's token. */
export interface CancellationToken {
  readonly isCancellationRequested: boolean;
  readonly onCancellationRequested: (listener: () => void) => { dispose: () => void };
}

/** A token that is never cancelled: for the CLI's short commands and for tests. */
export const neverCancelled: CancellationToken = {
  isCancellationRequested: false,
  onCancellationRequested: () => ({ dispose: () => undefined }),
};

/** Receives the steps of long work. `done` is a fraction between 0 and 1 when the size of the work is known. */
export type Progress = (message: string, done?: number) => void;
