import type { IncludeFault, IncludeSource } from './included-file.ts';

/** What the disk said about a file. */
export type DiskState =
  | { readonly state: 'text'; readonly text: string; readonly source?: IncludeSource }
  | { readonly state: 'missing' }
  | { readonly state: 'unreadable'; readonly why: string; readonly fault?: IncludeFault };
