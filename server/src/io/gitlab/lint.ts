import type { LintAnswer, LintCommitted, LintContent, LintInclude } from '../../workspace/ports/gitlab.ts';
import { flag, list, object, optional, text, type Reader } from './answer.ts';
import type { Resources } from './requester.ts';

/** `POST /projects/:id/ci/lint`. https://docs.gitlab.com/api/lint/ */
export function lintContent(api: Resources, projectId: number, request: LintContent): Promise<unknown> {
  const { content, dryRun, ref } = request;
  return api.Lint.lint(projectId, content, { includeJobs: true, ...(dryRun && { dryRun, ref }) });
}

/** `GET /projects/:id/ci/lint`. */
export function lintCommitted(api: Resources, projectId: number, request: LintCommitted): Promise<unknown> {
  const { contentRef, dryRun } = request;
  // gitbeaker sends any option on, and its types do not know these two yet.
  const options = { includeJobs: true, contentRef, ...(dryRun && { dryRun, dryRunRef: contentRef }) };
  return api.Lint.check(projectId, options);
}

const answerShape = object({
  valid: flag,
  errors: list(text),
  warnings: optional(list(text)),
  includes: optional(list(object({ type: text, context_sha: optional(text) }))),
  jobs: optional(list(object({ name: text }))),
});

/** An answer without `errors` is no verdict, whatever else it holds. */
export const lintAnswer: Reader<LintAnswer> = (value, place) => {
  const { valid, errors, warnings, includes, jobs } = answerShape(value, place);
  return {
    valid,
    errors,
    warnings: warnings ?? [],
    includes: (includes ?? []).map(({ type, context_sha: commit }): LintInclude => ({
      type,
      ...(commit !== undefined && { commit }),
    })),
    ...(jobs && { jobs: jobs.map(({ name }) => name) }),
  };
};
