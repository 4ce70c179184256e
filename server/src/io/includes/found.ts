import { createHash } from 'node:crypto';
import { isPassing, type IncludeFault, type IncludeSource } from '../../workspace/included-file.ts';
import type { DiskState } from '../../workspace/workspace.ts';
import { decode } from '../file-system.ts';
import type { CachedFile } from './cache.ts';

/** What came of asking for an included file. */
export type Found =
  | { readonly state: 'file'; readonly file: Omit<CachedFile, 'at'> }
  /** The copy that is there is what the server has; of a project's file, at this commit now. */
  | { readonly state: 'unchanged'; readonly commit?: string }
  | { readonly state: 'fault'; readonly fault: IncludeFault };

/** Longer files are not read. GitLab's own limit for a file is 2 MB. */
export const MAX_BYTES = 10_000_000;

/** Nobody can tell, now and from here. */
export function unknown(message: string, action?: string): Found {
  return { state: 'fault', fault: { kind: 'unknown', message, ...(action !== undefined && { action }) } };
}

/** It will not be had, now or later, and why. */
export function refused(kind: IncludeFault['kind'], message: string, action?: string): Found {
  return { state: 'fault', fault: { kind, message, ...(action !== undefined && { action }) } };
}

/** It is longer than what is read. */
export function tooLarge(name: string): Found {
  return refused('too-large', `'${name}' is longer than ${MAX_BYTES / 1_000_000} MB and is not read`);
}

/** Whether the same question may be answered at another time: a copy from before stands in until then. */
export function mayPass({ kind, status = 0 }: IncludeFault): boolean {
  return kind === 'unknown' || (kind === 'status' && isPassing(status));
}

/** Says a fault with its way out. */
export function withAction({ message, action }: IncludeFault): string {
  return action === undefined ? message : `${message}; ${action}`;
}

/** As the workspace keeps it. */
export function asDiskState(file: CachedFile, staleBecause?: string): DiskState {
  const { bytes, project, commit, path } = file;
  const source: IncludeSource = {
    ...(project !== undefined && { project }),
    ...(commit !== undefined && { commit }),
    ...(path !== undefined && { path }),
    ...(staleBecause !== undefined && { staleBecause, staleSince: minuteOf(file.at) }),
    sha256: createHash('sha256').update(bytes).digest('base64'),
  };
  return { state: 'text', text: decode(Buffer.from(bytes)), source };
}

function minuteOf(milliseconds: number): string {
  return new Date(milliseconds)
    .toISOString()
    .replace('T', ' ')
    .replace(/:\d+\.\d+Z$/u, ' UTC');
}

/** As the workspace keeps what could not be had. */
export function asUnreadable(fault: IncludeFault): DiskState {
  return { state: 'unreadable', why: fault.message, fault };
}
