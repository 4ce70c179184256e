import type { KnownType } from './custom-resource.ts';
import type { ArgoIgnoreRule, FluxIgnoreRule } from './ignore.ts';

/** Who brings Git to the cluster. It decides which annotations count and what happens to fields of kubectl. */
export type Engine = 'flux-kustomize' | 'flux-helm' | 'argo-cd' | 'gitlab-agent' | 'push';

export interface CompareOptions {
  /** The field manager of the one who applies Git. Without it, a known applier in the object's managedFields counts. */
  readonly fieldManager?: string;
  readonly engine?: Engine;
  readonly ignoreDifferences?: readonly ArgoIgnoreRule[];
  readonly fluxIgnore?: readonly FluxIgnoreRule[];
  /** Leave out the rules of ClusterRoles that a controller fills from other roles. */
  readonly ignoreAggregatedRoles?: boolean;
  /** CustomResourceDefinitions, as plain values. */
  readonly crds?: readonly unknown[];
  readonly knownTypes?: readonly KnownType[];
}
