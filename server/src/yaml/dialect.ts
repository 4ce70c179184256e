import { resolveCore } from './dialects/core.ts';
import { resolveKubernetes } from './dialects/kubernetes.ts';
import { resolvePsych } from './dialects/psych.ts';

export { isPsychDate } from './dialects/psych.ts';

/** What a scalar stands for once its dialect has read it. A whole number that JavaScript's numbers cannot hold keeps its digits. */
export type ScalarValue = string | number | bigint | boolean | null;

/** Reads the text of a *plain* scalar. Quoted and block scalars are strings in every dialect and never come here. */
type ScalarResolver = (text: string) => ScalarValue;

/** How one family of programs reads plain scalars: the same text is `true` to one and a string to another. */
export interface Dialect {
  readonly id: 'kubernetes' | 'psych' | 'core';
  readonly resolvePlain: ScalarResolver;
  /**
   * Whether a mapping's own keys win over those of `<<` wherever it stands, or what comes later wins, as Psych merges
   * when it meets `<<` (`Psych::Visitors::ToRuby#revive_hash`).
   */
  readonly mergeKeys: 'own-keys-win' | 'in-place';
}

/** kubectl, the API server's clients, Flux, Argo CD: sigs.k8s.io/yaml on go-yaml v2. */
export const kubernetesDialect: Dialect = {
  id: 'kubernetes',
  resolvePlain: resolveKubernetes,
  mergeKeys: 'own-keys-win',
};

/** GitLab (and every Ruby program): Psych's scalar scanner. */
export const psychDialect: Dialect = { id: 'psych', resolvePlain: resolvePsych, mergeKeys: 'in-place' };

/** The core schema of YAML 1.2.2, §10.3.2. */
export const coreDialect: Dialect = { id: 'core', resolvePlain: resolveCore, mergeKeys: 'own-keys-win' };
