import { resolve } from '../git/commits.ts';
import { textFiles } from '../git/trees.ts';
import { json, notFound, type Answer } from '../http/answer.ts';
import { requireRole } from '../http/authentication.ts';
import { optionalFlag, optionalText, requiredText, requireParameters } from '../http/input.ts';
import type { ProjectCall, Route } from '../http/router.ts';
import type { LintResult, SimulatedJob } from '../options.ts';
import { projectRoute } from './project-route.ts';

function renderJob(job: SimulatedJob): Record<string, unknown> {
  return {
    name: job.name,
    stage: job.stage,
    before_script: [],
    script: [],
    after_script: [],
    tag_list: [],
    only: null,
    except: null,
    environment: job.environment ?? null,
    when: job.when,
    allow_failure: job.allowFailure,
    needs: job.needs.map((name) => ({ name })),
  };
}

function withoutLinter(content: string): LintResult {
  const blank = content.trim() === '';
  return {
    errors: blank ? ['Please provide content of .gitlab-ci.yml'] : [],
    warnings: [],
    mergedYaml: blank ? null : content,
  };
}

interface Linted {
  readonly content: string;
  /** The commit that includes are read from; undefined in an empty repository. */
  readonly commit: string | undefined;
  readonly dryRun: boolean;
  /** What a dry run simulates. */
  readonly ref: string;
}

async function lint(call: ProjectCall, { content, commit, dryRun, ref }: Linted): Promise<Answer> {
  const files = commit === undefined ? new Map<string, string>() : await textFiles(call.project.repository, commit);
  const { defaultBranch } = call.project;
  const asker = { instance: call.state.url, project: call.project.path, secret: call.token.secret };
  const input = { ...asker, content, files, ref, defaultBranch, dryRun };
  const result = (await call.state.options.lint?.(input)) ?? withoutLinter(content);
  return json(200, {
    valid: result.errors.length === 0,
    errors: result.errors,
    warnings: result.warnings,
    merged_yaml: result.mergedYaml,
    includes: (result.includes ?? []).map((include) => renderInclude(call, include, commit)),
    ...(optionalFlag(call.input, 'include_jobs') === true ? { jobs: (result.jobs ?? []).map(renderJob) } : {}),
  });
}

function renderInclude(
  { project, state }: ProjectCall,
  { type, location }: { readonly type: string; readonly location: string },
  commit: string | undefined,
): Record<string, unknown> {
  const at = (kind: string): string => `${state.url}/${project.path}/-/${kind}/${commit ?? ''}/${location}`;
  return {
    type,
    location,
    blob: at('blob'),
    raw: at('raw'),
    extra: {},
    context_project: project.path,
    context_sha: commit ?? null,
  };
}

/** Only a dry run looks at `ref`; without one includes come from the head of the default branch. */
async function lintContent(call: ProjectCall): Promise<Answer> {
  requireParameters(call.input, 'content');
  requireRole(call, 'developer');
  const { repository, defaultBranch } = call.project;
  const dryRun = optionalFlag(call.input, 'dry_run') === true;
  const ref = (dryRun ? optionalText(call.input, 'ref') : undefined) ?? defaultBranch;
  const commit = await resolve(repository, ref);
  if (dryRun && commit === undefined) return referenceNotFound();
  return lint(call, { content: requiredText(call.input, 'content'), commit, dryRun, ref });
}

function referenceNotFound(): Answer {
  return json(200, { valid: false, errors: ['Reference not found'], warnings: [], merged_yaml: null, includes: [] });
}

async function lintCommitted(call: ProjectCall): Promise<Answer> {
  const { repository, defaultBranch } = call.project;
  const contentRef = optionalText(call.input, 'content_ref') ?? optionalText(call.input, 'sha') ?? defaultBranch;
  const commit = await resolve(repository, contentRef);
  if (commit === undefined) return notFound('Commit');
  const content = (await textFiles(repository, commit)).get('.gitlab-ci.yml');
  if (content === undefined) return notFound();
  const dryRun = optionalFlag(call.input, 'dry_run') === true;
  const ref = optionalText(call.input, 'dry_run_ref') ?? optionalText(call.input, 'ref') ?? defaultBranch;
  return lint(call, { content, commit, dryRun, ref });
}

export const lintRoutes: readonly Route[] = [
  projectRoute('POST', '/ci/lint', lintContent),
  projectRoute('GET', '/ci/lint', lintCommitted),
];
