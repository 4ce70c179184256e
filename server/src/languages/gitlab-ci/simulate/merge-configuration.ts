import type { DataRecord } from '../../../base/record.ts';
import { resolveExtends } from '../configuration/extends.ts';
import { loadConfiguration, type Loaded } from '../configuration/load.ts';
import { resolveReferences } from '../configuration/references.ts';
import type { Context } from './conditions.ts';
import { decideInclude } from './include-rules.ts';
import type { SimulationInput } from './input.ts';
import { predefinedVariables } from './predefined.ts';
import { createLookUp, expandAll } from './variables.ts';

/** A configuration after GitLab's first steps; without a value it was refused, in GitLab's words. */
export type MergedConfiguration = {
  readonly loaded: Loaded;
  /** Variables or rules of an include were asked for, so another event may give another configuration. */
  readonly dependsOnEvent: boolean;
} & (
  | { readonly value: DataRecord; readonly extended: DataRecord; readonly error?: undefined }
  | { readonly value: undefined; readonly error: string }
);

/** Include, `extends`, `!reference`, in GitLab's order. `extended` is the configuration before the last of these. */
export function mergeConfiguration(input: SimulationInput): MergedConfiguration {
  const made = load(input);
  const { loaded } = made;
  if (loaded.value === undefined) {
    return { ...made, value: undefined, error: loaded.error ?? 'Invalid configuration format' };
  }
  const mayBeElsewhere = loaded.unknown.length > 0;
  const extended = resolveExtends(loaded.value, loaded.origins, mayBeElsewhere);
  if (!extended.ok) return { ...made, value: undefined, error: extended.error };
  const merged = resolveReferences(extended.value, loaded.origins, mayBeElsewhere);
  return merged.ok
    ? { ...made, value: merged.value, extended: extended.value }
    : { ...made, value: undefined, error: merged.error };
}

function load(input: SimulationInput): Pick<MergedConfiguration, 'loaded' | 'dependsOnEvent'> {
  let dependsOnEvent = false;
  const given = new Map(Object.entries(input.variables ?? {}));
  const others = input.otherVariables ?? 'unknown';
  const context: Context = { input, lookUp: createLookUp([given, predefinedVariables(input)], others) };
  const loaded = loadConfiguration(input.entry ?? '.gitlab-ci.yml', {
    repository: { read: input.read, paths: input.paths },
    inputs: input.inputs,
    elsewhere: input.elsewhere,
    expand(text) {
      dependsOnEvent = true;
      return expandAll(text, context.lookUp);
    },
    includes(rules, from) {
      dependsOnEvent = true;
      return decideInclude(rules, from, { context, elsewhere: input.elsewhere });
    },
  });
  return { loaded, dependsOnEvent };
}
