/** What is known of an included file that was read from outside the workspace. */
export interface IncludeSource {
  /** The project that it was read from, and the commit at that time; absent for templates and `include:remote`. */
  readonly project?: string;
  readonly commit?: string;
  /** Its path in that project. */
  readonly path?: string;
  /** The SHA-256 of its bytes in Base64, as `include:integrity` writes it. */
  readonly sha256: string;
  /** Set when a copy from before is used, because asking for a newer one failed: why, in the user's words. */
  readonly staleBecause?: string;
  /** With it: when the server last said that this is what it has, as `2026-11-21 18:03 UTC`. */
  readonly staleSince?: string;
}

/** Why an included file could not be had. All but 'unknown' are reasons for GitLab to refuse the pipeline, too. */
export type IncludeFaultKind =
  | 'no-project'
  | 'no-ref'
  | 'no-file'
  | 'no-template'
  | 'no-component'
  | 'no-version'
  | 'status'
  /** A web page is there instead of a file. */
  | 'page'
  | 'blocked'
  | 'too-large'
  | 'unknown';

export interface IncludeFault {
  readonly kind: IncludeFaultKind;
  /** A sentence for the user, which names the thing. */
  readonly message: string;
  /** The way out. */
  readonly action?: string;
  /** For 'status'. */
  readonly status?: number;
}

/** Whether a server that answers with a status may answer otherwise a little later. */
export function isPassing(status: number): boolean {
  return status >= 500 || status === 429 || status === 408;
}

/** Where the repository of a folder is hosted, as its Git remote says. */
export type ProjectHome =
  /** `instance` is a base URL without a slash at its end, `project` a full path. */
  | {
      readonly state: 'known';
      readonly instance: string;
      readonly project: string;
      /**
       * The pipeline file that the project's settings name in place of `.gitlab-ci.yml`: a path in the repository,
       * `FILE@PROJECT`, `FILE@PROJECT:REF` or an address.
       */
      readonly pipelineFile?: string;
      readonly top?: string;
    }
  /** `top`, here as above: the folder of the Git repository, where there is one. */
  | { readonly state: 'none'; readonly why: string; readonly top?: string };
