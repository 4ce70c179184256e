import type { DataRecord } from '../../../base/record.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import type { Origins } from './configuration-value.ts';
import type { Elsewhere } from './elsewhere.ts';

/** The files of a repository by path from its root, without a leading slash. */
export interface Repository {
  /** The text of a file, or the file already parsed; undefined when there is none. */
  readonly read: (path: string) => string | YamlFile | undefined;
  /** All paths; undefined when they are not known. */
  readonly paths: readonly string[] | undefined;
  /** The configuration belongs to no project, so that it cannot include local files. */
  readonly isAbsent?: boolean;
}

/** What came of asking for a file on another host. */
export type RemoteAnswer = { readonly text: string } | { readonly status: number };

/** Whether rules let a file in: undefined when that is unknown, an error where GitLab refuses the pipeline. */
export type IncludeDecision = boolean | undefined | { readonly error: string };

/** How the questions of an include are answered. */
export interface LoadOptions {
  readonly repository: Repository;
  /** Fills variables in a path in; undefined when one of them is unknown. */
  readonly expand: (text: string) => string | undefined;
  /** What `include:rules` in a file (undefined: in the entry) come to. */
  readonly includes: (rules: unknown, from: string | undefined) => IncludeDecision;
  /** Of the entry file, by name. */
  readonly inputs?: DataRecord | undefined;
  /** Files on other hosts; undefined when they are not fetched. */
  readonly remote?: (address: string) => RemoteAnswer | undefined;
  /** Files of other projects, templates, components and addresses; undefined when none is looked for. */
  readonly elsewhere?: Elsewhere | undefined;
}

/** What a configuration with includes was merged from; later parts win over earlier ones, `own` over all. */
export interface Layers {
  readonly own: DataRecord;
  readonly parts: readonly {
    readonly value: DataRecord;
    /** What stands under `include` for it. */
    readonly item: unknown;
  }[];
}

export interface Loaded {
  /** Includes merged, `include` itself removed; undefined when an error stopped it. */
  readonly value: DataRecord | undefined;
  readonly origins: Origins;
  /** By the merged configuration, for those that include something. */
  readonly layers: WeakMap<object, Layers>;
  /** The first error in GitLab's words. */
  readonly error: string | undefined;
  /** Includes that lie elsewhere or depend on something unknown. */
  readonly unknown: readonly { readonly name: string; readonly because: string }[];
  /** The paths that were read. */
  readonly files: readonly string[];
}
