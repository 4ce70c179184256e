import type { CancellationToken } from '../../base/cancellation.ts';
import type { Problem, Result } from '../../base/result.ts';

/** Where the live objects are. */
export interface ClusterTarget {
  /** A context of the user's kubeconfig. */
  readonly context: string;
  /**
   * Absolute path of a kubeconfig; as kubectl finds it (`KUBECONFIG`, `~/.kube/config`) when absent. A kubeconfig can name programs to
   * run, so the path must come from the user, never from the repository.
   */
  readonly kubeconfig?: string;
}

export interface ObjectIdentity {
  /** `v1`, `apps/v1` */
  readonly apiVersion: string;
  readonly kind: string;
  /** The context's namespace when absent; of no effect for kinds that live in no namespace. */
  readonly namespace?: string;
  readonly name: string;
}

/** What the cluster said about one object. `unknown` is neither there nor not there: it could not be asked. */
export type LiveObject =
  | { readonly id: ObjectIdentity; readonly found: 'yes'; readonly object: unknown }
  | { readonly id: ObjectIdentity; readonly found: 'no' }
  | { readonly id: ObjectIdentity; readonly found: 'unknown'; readonly problem: Problem };

/** A Kubernetes API server, only ever read from. */
export interface Cluster {
  /**
   * The live objects of these identities, in the same order. What goes wrong with one object (403, a kind that is not served) is
   * that object's `unknown`; what goes wrong with the cluster (unreachable, expired credentials, no such context) fails the whole.
   */
  readonly get: (
    target: ClusterTarget,
    ids: readonly ObjectIdentity[],
    token: CancellationToken,
  ) => Promise<Result<readonly LiveObject[]>>;
}
