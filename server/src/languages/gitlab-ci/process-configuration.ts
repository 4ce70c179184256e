import type { DataRecord } from '../../base/record.ts';
import type { YamlFile } from '../../yaml/file.ts';
import { resolveExtends } from './configuration/extends.ts';
import type { Elsewhere } from './configuration/elsewhere.ts';
import { loadConfiguration, type Loaded, type LoadOptions, type RemoteAnswer } from './configuration/load.ts';
import { resolveReferences } from './configuration/references.ts';
import { writtenTwice } from './entries/root.ts';
import { validateLogic } from './simulate/logic.ts';
import { predefinedVariables } from './simulate/predefined.ts';
import { readRoot, type PipelineRoot } from './simulate/root.ts';
import { decideInclude } from './simulate/include-rules.ts';
import { createLookUp, expandAll } from './simulate/variables.ts';

/** A configuration after each of GitLab's steps, as far as they went. */
export interface ProcessedConfiguration {
  /** After includes, `extends` and `!reference`. */
  readonly merged: DataRecord | undefined;
  readonly root: PipelineRoot | undefined;
  /** In GitLab's words and order. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** Includes that could not be read or decided. */
  readonly unknown: Loaded['unknown'];
  /** The paths that were read, the entry first. */
  readonly files: Loaded['files'];
}

/** What a configuration is processed with. */
export interface ProcessOptions {
  /** A file of the repository by its path; undefined when there is none. */
  readonly read: (path: string) => string | YamlFile | undefined;
  /** By default `.gitlab-ci.yml`. */
  readonly entry?: string;
  /** All paths of the repository; without them the wildcards of includes are unknown. */
  readonly paths?: readonly string[] | undefined;
  /** There is no repository behind it. */
  readonly isAbsent?: boolean;
  readonly remote?: (address: string) => RemoteAnswer | undefined;
  readonly elsewhere?: Elsewhere | undefined;
  /** What variables are in includes and their rules: by default those of a push to `main`, and unset beside them. */
  readonly variables?: 'of-push' | 'unknown';
}

/** Takes a configuration through GitLab's steps without an event: include, extends, reference, jobs, logic. */
export function processConfiguration(options: ProcessOptions): ProcessedConfiguration {
  const loaded = loadConfiguration(options.entry ?? '.gitlab-ci.yml', loadOptions(options));
  const { unknown, origins, files } = loaded;
  const stopped = (error: string): ProcessedConfiguration => ({
    merged: undefined,
    root: undefined,
    errors: [error],
    warnings: [],
    unknown,
    files,
  });
  if (loaded.value === undefined) return stopped(loaded.error ?? 'Invalid configuration format');
  const isOpen = unknown.length > 0;
  const extended = resolveExtends(loaded.value, origins, isOpen);
  if (!extended.ok) return stopped(extended.error);
  const merged = resolveReferences(extended.value, origins, isOpen);
  if (!merged.ok) return stopped(merged.error);
  const twice = writtenTwice(merged.value);
  if (twice !== undefined) return stopped(twice);
  const root = readRoot(merged.value, origins, isOpen);
  const errors = root.errors.length > 0 ? root.errors : validateLogic(root, isOpen);
  return { merged: merged.value, root, warnings: root.warnings, errors, unknown, files };
}

function loadOptions({ read, paths, isAbsent = false, remote, elsewhere, variables }: ProcessOptions): LoadOptions {
  const push = predefinedVariables({ event: 'push', ref: 'main', defaultBranch: 'main' });
  const lookUp = variables === 'unknown' ? createLookUp([], 'unknown') : createLookUp([push], 'unset');
  return {
    repository: { read, paths, isAbsent },
    ...(remote && { remote }),
    elsewhere,
    expand: (text) => expandAll(text, lookUp),
    includes: (rules, from) =>
      decideInclude(rules, from, { context: { input: { event: 'push', paths }, lookUp }, elsewhere }),
  };
}
