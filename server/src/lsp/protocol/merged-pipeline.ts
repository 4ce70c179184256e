import type { PositionRange } from './outcome.ts';

/** The pipeline that a file belongs to, merged as GitLab merges it. Reads files only, so it works in Restricted Mode. */
export const mergedPipelineRequest = 'plumbline/mergedPipeline';
/** The same as it is in the target branch, read out of Git. */
export const mergedPipelineOfTargetRequest = 'plumbline/mergedPipelineOfTarget';

export interface MergedPipelineParams {
  /** URI of a file of the pipeline. */
  readonly uri: string;
  readonly workDoneToken?: string | number;
}

export interface MergedPipelineText {
  /** YAML; comments at its top say what is missing and what GitLab refuses. */
  readonly text: string;
  /** The pipeline's entry file, for people: from the project's root. */
  readonly name: string;
  /** URI of the entry file. */
  readonly entry: string;
  /** What was read, for people: `main at 1a2b3c4d`; absent for the working tree. */
  readonly revision?: string;
  /** For each line of the text the index of its origin; -1 for comments and empty lines. */
  readonly lines: readonly number[];
  readonly origins: readonly LineOrigin[];
  /** The line of each top-level entry. */
  readonly entries: readonly { readonly name: string; readonly line: number }[];
  /** URIs of the files that it was made of; a change of one makes another text. */
  readonly sources: readonly string[];
}

export interface LineOrigin {
  /** For people: the file from the project's root; empty for what GitLab adds. */
  readonly file: string;
  /** For people: the line, such as `ci/build.yml:12 of group/pipelines`; absent for what GitLab adds. */
  readonly place?: string;
  /** Absent where the file is only in Git. */
  readonly uri?: string;
  /** Absent for what GitLab adds. */
  readonly range?: PositionRange;
  /** What put it there, outermost first: `extends .base`, `!reference [.a, script]`, `*anchor`, `input name`. */
  readonly steps: readonly string[];
  /** Where the file is included. */
  readonly includedBy?: {
    readonly file: string;
    readonly place: string;
    readonly uri?: string;
    readonly line: number;
  };
}
