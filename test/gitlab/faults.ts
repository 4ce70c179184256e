/** What goes wrong. */
export type FaultAction =
  /** The right answer, late. */
  | { readonly kind: 'latency'; readonly milliseconds: number }
  /** An error instead of the work; the body is GitLab's own for the status unless one is given. */
  | { readonly kind: 'status'; readonly status: number; readonly body?: unknown; readonly retryAfter?: number }
  /** A page of a proxy: 200 is a sign-in page, 502 a gateway's error page. */
  | { readonly kind: 'html'; readonly status: 200 | 502 }
  /** The connection ends: before anything is done, or in the middle of the answer. */
  | { readonly kind: 'cut'; readonly when: 'before-answer' | 'mid-body' }
  /** The work is done, then the connection ends without an answer. */
  | { readonly kind: 'lost-answer' }
  /** Another address instead of an answer. */
  | { readonly kind: 'redirect'; readonly location: string; readonly status?: 301 | 302 | 307 }
  /** So many megabytes of text, without saying beforehand how long it is. */
  | { readonly kind: 'large'; readonly megabytes: number }
  /** No answer and no end, until the server stops. */
  | { readonly kind: 'hang' };

export type Fault = FaultAction & {
  /** Any method when absent. */
  readonly method?: string;
  /**
   * Decoded path, with `*` for anything: `/api/v4/projects/*` + `/merge_requests`, or for Git
   * `/group/project.git/git-receive-pack`.
   */
  readonly path: string;
  /** How many matching requests fail; 1 by default, -1 is all of them. */
  readonly count?: number;
  /** How many matching requests pass before the first one fails. */
  readonly skip?: number;
};

export interface Faults {
  readonly add: (fault: Fault) => void;
  readonly clear: () => void;
  /** Faults that have not been used up. */
  readonly waiting: () => readonly Fault[];
  /** The fault for this request, counted as used. */
  readonly take: (method: string, path: string) => Fault | undefined;
}

interface Armed {
  readonly fault: Fault;
  left: number;
  skip: number;
}

function matches(fault: Fault, method: string, path: string): boolean {
  if (fault.method !== undefined && fault.method.toUpperCase() !== method) return false;
  const parts = fault.path.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/gu, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'u').test(path);
}

export function faultList(): Faults {
  let armed: Armed[] = [];
  return {
    add: (fault) => {
      armed.push({ fault, left: fault.count ?? 1, skip: fault.skip ?? 0 });
    },
    clear: () => {
      armed = [];
    },
    waiting: () => armed.filter((entry) => entry.left !== 0).map((entry) => entry.fault),
    take: (method, path) => {
      for (const entry of armed) {
        if (entry.left === 0 || !matches(entry.fault, method, path)) continue;
        if (entry.skip > 0) {
          entry.skip -= 1;
          continue;
        }
        entry.left -= 1;
        return entry.fault;
      }
      return undefined;
    },
  };
}
