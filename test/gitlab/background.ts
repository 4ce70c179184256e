/** Work that GitLab gives to Sidekiq: it happens some time after the answer. */
export interface BackgroundWork {
  /** Runs `work` once, after the delay or when somebody settles, whichever comes first. */
  readonly later: (work: () => Promise<void>) => void;
  /** Runs everything that waits, and what that work adds, and waits for what runs. */
  readonly settle: () => Promise<void>;
  /** Forgets what waits and lets what runs end. */
  readonly stop: () => Promise<void>;
}

/** `delay` in milliseconds; `'never'` runs work only in `settle`. */
export function backgroundWork(delay: number | 'never'): BackgroundWork {
  const waiting = new Map<() => Promise<void>, NodeJS.Timeout | undefined>();
  const running = new Set<Promise<void>>();
  let stopped = false;

  const run = (work: () => Promise<void>): void => {
    clearTimeout(waiting.get(work));
    if (!waiting.delete(work) || stopped) return;
    const run = work().finally(() => running.delete(run));
    running.add(run);
  };

  return {
    later: (work) => {
      if (stopped) return;
      waiting.set(work, undefined);
      if (delay !== 'never') waiting.set(work, setTimeout(run, delay, work));
    },
    settle: async () => {
      while (waiting.size > 0 || running.size > 0) {
        for (const work of [...waiting.keys()]) run(work);
        await Promise.all(running);
      }
    },
    stop: async () => {
      stopped = true;
      for (const timer of waiting.values()) clearTimeout(timer);
      waiting.clear();
      await Promise.allSettled(running);
    },
  };
}
