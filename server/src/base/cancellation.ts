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

interface Cancellable {
  readonly token: CancellationToken;
  /** Tells everybody who listens; what asks later sees it in the token. */
  readonly cancel: () => void;
}

/** A token and what cancels it. A listener that comes later is not called: it looks at the token first. */
export function cancellable(): Cancellable {
  const listeners = new Set<() => void>();
  let isCancelled = false;
  return {
    token: {
      get isCancellationRequested() {
        return isCancelled;
      },
      onCancellationRequested: (listener) => {
        listeners.add(listener);
        return { dispose: () => listeners.delete(listener) };
      },
    },
    cancel: () => {
      isCancelled = true;
      for (const listener of listeners) listener();
    },
  };
}

/** Waits, but not longer than the caller does. */
export function pause(milliseconds: number, token: CancellationToken): Promise<void> {
  if (token.isCancellationRequested) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      subscription.dispose();
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    const subscription = token.onCancellationRequested(end);
  });
}

/** Receives the steps of long work. `done` is a fraction between 0 and 1 when the size of the work is known. */
export type Progress = (message: string, done?: number) => void;
