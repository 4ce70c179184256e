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

async function lint(call: ProjectCall, content: string, ref: string, commit: string | undefined): Promise<Answer> {
  const files = commit === undefined ? new Map<string, string>() : await textFiles(call.project.repository, commit);
  const dryRun = optionalFlag(call.input, 'dry_run') === true;
  const result = (await call.state.options.lint?.({ content, files, ref, dryRun })) ?? withoutLinter(content);
  const includes = (result.includes ?? []).map((include) => ({
    ...include,
    blob: null,
    raw: null,
    extra: {},
    context_project: call.project.path,
    context_sha: commit ?? null,
  }));
  return json(200, {
    valid: result.errors.length === 0,
    errors: result.errors,
    warnings: result.warnings,
    merged_yaml: result.mergedYaml,
    includes,
    ...(optionalFlag(call.input, 'include_jobs') === true ? { jobs: (result.jobs ?? []).map(renderJob) } : {}),
  });
}

async function lintContent(call: ProjectCall): Promise<Answer> {
  requireParameters(call.input, 'content');
  requireRole(call, 'developer');
  const ref = optionalText(call.input, 'ref') ?? call.project.defaultBranch;
  const commit = await resolve(call.project.repository, ref);
  return lint(call, requiredText(call.input, 'content'), ref, commit);
}

async function lintCommitted(call: ProjectCall): Promise<Answer> {
  const { repository, defaultBranch } = call.project;
  const ref = optionalText(call.input, 'content_ref') ?? optionalText(call.input, 'sha') ?? defaultBranch;
  const commit = await resolve(repository, ref);
  if (commit === undefined) return notFound('Commit');
  const content = (await textFiles(repository, commit)).get('.gitlab-ci.yml');
  return content === undefined ? notFound() : lint(call, content, ref, commit);
}

export const lintRoutes: readonly Route[] = [
  projectRoute('POST', '/ci/lint', lintContent),
  projectRoute('GET', '/ci/lint', lintCommitted),
];
