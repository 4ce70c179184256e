import type { ConnectionSettings } from './connection.ts';

/** Who talks to which instance, and how it is reached. */
export interface GitLabAccess {
  readonly instance: string;
  readonly secret: string;
  /** Asked for with the first request after a change. */
  readonly connection: () => ConnectionSettings;
  /** Product name and version. */
  readonly userAgent: string;
}
