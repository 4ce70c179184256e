/** Top-level keys that are never jobs (lib/gitlab/ci/config/entry/root.rb and jobs.rb of GitLab). */
export const GLOBAL_KEYWORDS: ReadonlySet<string> = new Set([
  'default',
  'include',
  'before_script',
  'image',
  'services',
  'after_script',
  'variables',
  'stages',
  'types',
  'cache',
  'workflow',
  'spec',
  '$schema',
]);

/** The stages of a pipeline that names none. */
export const DEFAULT_STAGES: readonly string[] = ['build', 'test', 'deploy'];

/** The stage of a job that names none. */
export const DEFAULT_STAGE = 'test';

/** Whether a top-level name is a template that GitLab does not run. */
export function isHidden(name: string): boolean {
  return name.startsWith('.');
}

/**
 * Whether a top-level entry is a job or a hidden job. `default` and `workflow` with a `script`, `run` or `trigger` are
 * taken as jobs by GitLab; we go by the name, as every reader does.
 */
export function isJobName(name: string): boolean {
  return !GLOBAL_KEYWORDS.has(name);
}

/** `.pre` and `.post` are always there, first and last (https://docs.gitlab.com/ci/yaml/#stages). */
export function withEdgeStages(stages: readonly string[]): string[] {
  return ['.pre', ...new Set(stages.filter((stage) => stage !== '.pre' && stage !== '.post')), '.post'];
}
