import type { Settings } from '../../server/src/workspace/settings.ts';

/** Reads a `settings` block, JSON as `{"kubernetesVersion": "1.33", "disabledRules": ["yaml/syntax"]}`. */
export function readSettings(body = '{}'): Partial<Settings> {
  const read = JSON.parse(body) as { readonly kubernetesVersion?: string; readonly disabledRules?: readonly string[] };
  return {
    ...(read.kubernetesVersion && { kubernetesVersion: read.kubernetesVersion }),
    ...(read.disabledRules && { disabledRules: new Set(read.disabledRules) }),
  };
}
