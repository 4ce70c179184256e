import type { Result } from '../base/result.ts';
import type { DriftReport } from '../plan/model.ts';
import type { Documentation } from '../schema/documentation.ts';

/**
 * What was loaded from outside (GitLab, a cluster, tools). A fact that is not there was not asked for yet and is
 * "unknown"; a fact that could not be had says why.
 */
export interface Facts {
  /** By environment name. */
  readonly drift: ReadonlyMap<string, Result<DriftReport>>;
  /** What explains the fields of Kubernetes' own kinds. */
  readonly kubernetesDocumentation?: Documentation;
}

export const noFacts: Facts = { drift: new Map() };
