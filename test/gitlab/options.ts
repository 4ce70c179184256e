/** What the test GitLab is started with. Everything has a default; the engine is injected, never imported. */
export interface GitLabOptions {
  /** TCP port on 127.0.0.1; 0 (the default) lets the system choose. */
  readonly port?: number;
  /** The clock that every timestamp comes from. */
  readonly now?: () => Date;
  /**
   * Milliseconds until work that GitLab does in the background is done (a merge request's diff, a pipeline's jobs).
   * `'never'` leaves it to `TestGitLab.settle()`, so that a test sees both states without waiting.
   */
  readonly backgroundDelay?: number | 'never';
  /** Which jobs a pipeline has. Without it no push makes a pipeline. */
  readonly simulate?: Simulate;
  /** What CI lint answers. Without it every content that is not blank is valid. */
  readonly lint?: Lint;
  /** GitLab's version, as `/version` and `/metadata` tell it. */
  readonly version?: string;
}

type PipelineEvent = 'push' | 'merge_request_event';

export interface SimulationInput {
  /** Text files of the commit, by path from the repository's root. */
  readonly files: ReadonlyMap<string, string>;
  /** Short name of the branch. */
  readonly ref: string;
  readonly event: PipelineEvent;
  readonly defaultBranch: string;
  /** Only with `merge_request_event`. */
  readonly targetBranch?: string;
  /**
   * Paths that the push or the merge request changed; undefined for a new branch, for which GitLab takes every `changes` as met.
   * https://docs.gitlab.com/ci/yaml/#ruleschanges
   */
  readonly changedPaths: readonly string[] | undefined;
}

export interface SimulatedJob {
  readonly name: string;
  readonly stage: string;
  /** `on_success`, `manual`, `delayed`, `always`, `on_failure`. */
  readonly when: string;
  readonly allowFailure: boolean;
  readonly needs: readonly string[];
  readonly environment?: string;
}

export interface Simulation {
  readonly jobs: readonly SimulatedJob[];
  /** Any entry makes a failed pipeline with these words as its `yaml_errors`. */
  readonly errors: readonly string[];
}

export type Simulate = (input: SimulationInput) => Simulation | Promise<Simulation>;

export interface LintInput {
  /** This server, the project's full path, and the secret of who asks. */
  readonly instance: string;
  readonly project: string;
  readonly secret: string;
  /** What stands in for `.gitlab-ci.yml`. */
  readonly content: string;
  /** Text files of the commit that includes are read from. */
  readonly files: ReadonlyMap<string, string>;
  readonly ref: string;
  readonly defaultBranch: string;
  readonly dryRun: boolean;
}

export interface LintResult {
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly mergedYaml: string | null;
  readonly includes?: readonly { readonly type: string; readonly location: string }[];
  readonly jobs?: readonly SimulatedJob[];
}

export type Lint = (input: LintInput) => LintResult | Promise<LintResult>;
