import type { OffsetRange } from '../../../base/range.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import type { Elsewhere } from '../configuration/elsewhere.ts';

/** How a pipeline starts; all but 'tag' are the values of `CI_PIPELINE_SOURCE`. */
export type PipelineEvent =
  'push' | 'merge_request_event' | 'tag' | 'schedule' | 'web' | 'api' | 'trigger' | 'pipeline' | 'parent_pipeline';

/** What is simulated. */
export interface SimulationInput {
  /** The text of a file by its path from the repository's root, or the file parsed; undefined when there is none. */
  readonly read: (path: string) => string | YamlFile | undefined;
  /** All paths of the repository; without them wildcards of includes and `rules:exists` are unknown. */
  readonly paths?: readonly string[] | undefined;
  /** Files of other projects, templates, components and addresses; without it such includes are unknown. */
  readonly elsewhere?: Elsewhere | undefined;
  /** By default `.gitlab-ci.yml`. */
  readonly entry?: string;
  readonly event: PipelineEvent;
  /** Of a child pipeline: how many pipelines are above it, and how the first of them started. */
  readonly parent?: { readonly level: number; readonly event: PipelineEvent };
  /** The branch, for a merge request its source branch; for 'tag' the tag. */
  readonly ref: string;
  readonly defaultBranch: string;
  /** For a merge request. */
  readonly targetBranch?: string;
  /**
   * The paths that the push or merge request changes. 'all': there is nothing to compare with (a new branch), and GitLab
   * takes every `changes` as met. Undefined or 'unknown': nobody knows.
   */
  readonly changedPaths?: readonly string[] | 'all' | 'unknown' | undefined;
  /** What changed since a ref, for `compare_to`; 'invalid' when there is no such ref. */
  readonly changedSince?: (ref: string) => readonly string[] | 'invalid' | undefined;
  /**
   * The files of another project at a ref, for `rules:exists:project`; at least those that patterns can fit. By default as
   * `elsewhere` says.
   */
  readonly pathsOf?: (
    project: string,
    ref: string,
    patterns: readonly string[],
  ) => readonly string[] | 'no-project' | 'no-ref' | undefined;
  /** What `exists` without a project looks in, where that is not `paths`; at least what patterns can fit. */
  readonly ownPathsFor?: (patterns: readonly string[]) => readonly string[] | undefined;
  /** Variables of the project, its groups, a schedule or the user; they win over the file's. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Inputs of the entry file's `spec`; a text stands for the value that the input's type makes of it. */
  readonly inputs?: Readonly<Record<string, unknown>>;
  /**
   * What a variable is that nobody named: by default 'unknown', as projects and groups have variables of their own. One
   * that the pipeline's files set anywhere is taken for theirs, and is unset where they do not set it.
   */
  readonly otherVariables?: 'unknown' | 'unset';
}

/** Why something is as it is. */
export interface Because {
  /** For the user; continues "It runs because …" or stands alone. */
  readonly text: string;
  /** The rule or keyword that decided, where the text says so. `path` is as in the input. */
  readonly place?: { readonly path: string; readonly range: OffsetRange };
}

export interface SimulatedEnvironment {
  /** Variables that are known are filled in. */
  readonly name: string;
  readonly action: string;
  readonly url?: string;
  readonly tier?: string;
}

export interface SimulatedJob {
  /** Copies of a parallel job have names of their own: `test 1/2`, `test: [a, b]`. */
  readonly name: string;
  /** The entry that it comes from. */
  readonly job: string;
  readonly stage: string;
  readonly when: 'on_success' | 'on_failure' | 'always' | 'manual' | 'delayed';
  /** 'maybe': whether it is in the pipeline depends on something unknown. */
  readonly outcome: 'runs' | 'manual' | 'delayed' | 'maybe';
  readonly startIn?: string;
  readonly allowFailure: boolean;
  /** Names of jobs of this pipeline; undefined when the job waits for the earlier stages. */
  readonly needs?: readonly string[];
  readonly environment?: SimulatedEnvironment;
  /** It starts another pipeline. */
  readonly triggers: boolean;
  /** The child pipeline that it starts. */
  readonly child?: SimulatedChild;
  readonly because: Because;
}

/** A pipeline that a job starts from files. `source` is what its `include` names. */
export interface SimulatedChild {
  readonly source: string;
  readonly pipeline?: SimulatedPipeline;
  /** Why it cannot be known, when it cannot. */
  readonly unknown?: string;
}

export interface SimulatedPipeline {
  /** Whether GitLab would create a pipeline; when `unknown` names the workflow this is a guess. */
  readonly created: boolean;
  /** Why it is not created. */
  readonly reason?: string;
  /** `workflow:name`, known variables filled in. */
  readonly name?: string;
  /** The stages that have a job, in their order. */
  readonly stages: readonly string[];
  readonly jobs: readonly SimulatedJob[];
  readonly excluded: readonly { readonly name: string; readonly because: Because }[];
  /** What could not be decided, and what it depends on. */
  readonly unknown: readonly { readonly name: string; readonly because: string }[];
  /** What GitLab refuses, in its words and order. */
  readonly errors: readonly string[];
  /** What GitLab warns of, likewise. */
  readonly warnings: readonly string[];
}
