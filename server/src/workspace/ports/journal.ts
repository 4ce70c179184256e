import type { Result } from '../../base/result.ts';

/**
 * What an unfinished job has planned and done, one small JSON value for each repository, in the editor's storage
 * folder: outside the repository, so that it is never committed. Never put a secret in it.
 */
export interface Journal {
  /** Undefined when no job is unfinished. A file that cannot be read as JSON is 'invalid'. */
  readonly read: (repository: string) => Promise<Result<unknown>>;
  /** On success the value is on the disk, whole: a crash leaves the old one or the new one. */
  readonly write: (repository: string, entry: object) => Promise<Result<void>>;
  readonly clear: (repository: string) => Promise<Result<void>>;
  /**
   * Keeps every other job, of this process and of others, away from the repository until `release`. 'conflict' when
   * one is at work; a job that was killed holds nothing.
   */
  readonly hold: (repository: string) => Promise<Result<{ readonly release: () => Promise<void> }>>;
}
