import { ownValue, type DataRecord } from '../../../base/record.ts';
import { resolveExtends } from '../configuration/extends.ts';
import { loadConfiguration, type Loaded } from '../configuration/load.ts';
import { resolveReferences } from '../configuration/references.ts';
import type { Context } from './conditions.ts';
import type { SimulationInput } from './input.ts';
import { predefinedVariables } from './predefined.ts';
import { evaluateRules } from './rules.ts';
import { createLookUp, expandAll } from './variables.ts';

/** A configuration after GitLab's first steps; without a value it was refused, in GitLab's words. */
export type MergedConfiguration = { readonly loaded: Loaded } & (
  | { readonly value: DataRecord; readonly extended: DataRecord; readonly error?: undefined }
  | { readonly value: undefined; readonly error: string }
);

/** Include, `extends`, `!reference`, in GitLab's order. `extended` is the configuration before the last of these. */
export function mergeConfiguration(input: SimulationInput): MergedConfiguration {
  const loaded = load(input);
  if (loaded.value === undefined) {
    return { loaded, value: undefined, error: loaded.error ?? 'Invalid configuration format' };
  }
  const mayBeElsewhere = loaded.unknown.length > 0;
  const extended = resolveExtends(loaded.value, loaded.origins, mayBeElsewhere);
  if (!extended.ok) return { loaded, value: undefined, error: extended.error };
  const merged = resolveReferences(extended.value, loaded.origins, mayBeElsewhere);
  return merged.ok
    ? { loaded, value: merged.value, extended: extended.value }
    : { loaded, value: undefined, error: merged.error };
}

function load(input: SimulationInput): Loaded {
  const given = new Map(Object.entries(input.variables ?? {}));
  const others = input.otherVariables ?? 'unknown';
  const context: Context = { input, lookUp: createLookUp([given, predefinedVariables(input)], others) };
  return loadConfiguration(input.entry ?? '.gitlab-ci.yml', {
    repository: { read: input.read, paths: input.paths },
    inputs: input.inputs,
    elsewhere: input.elsewhere,
    expand: (text) => expandAll(text, context.lookUp),
    includes(rules) {
      const { possible } = evaluateRules(rules, context);
      const answers = new Set(possible.map(({ rule }) => rule !== undefined && ownValue(rule, 'when') !== 'never'));
      return answers.size === 1 ? answers.has(true) : undefined;
    },
  });
}
