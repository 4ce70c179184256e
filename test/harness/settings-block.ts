import type { Settings } from '../../server/src/workspace/settings.ts';

/** Reads a `settings` block, JSON as `{"kubernetesVersion": "1.33", "disabledRules": ["yaml/syntax"]}`. */
export function readSettings(body = '{}'): Partial<Settings> {
  const read = JSON.parse(body) as Partial<Pick<Settings, 'kubernetesVersion' | 'includes' | 'hints' | 'lenses'>> & {
    readonly disabledRules?: readonly string[];
  };
  return {
    ...(read.kubernetesVersion && { kubernetesVersion: read.kubernetesVersion }),
    ...(read.includes && { includes: read.includes }),
    ...(read.hints && { hints: read.hints }),
    ...(read.lenses && { lenses: read.lenses }),
    ...(read.disabledRules && { disabledRules: new Set(read.disabledRules) }),
  };
}
