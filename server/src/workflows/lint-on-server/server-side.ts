import type { CancellationToken } from '../../base/cancellation.ts';
import { failure, success, type Result } from '../../base/result.ts';
import type { GitLab } from '../../workspace/ports/gitlab.ts';
import type { LintPorts, LintRequest, LocalPipeline, ServerSide } from './model.ts';
import { haveSameIncludes, textAt } from './server-files.ts';

interface Context {
  readonly local: LocalPipeline;
  readonly token: CancellationToken;
}

/** Finds the branch to lint for, what the server has of it, and how GitLab is asked so that it reads that branch. */
export async function findServerSide(
  ports: LintPorts,
  request: LintRequest,
  context: Context,
): Promise<Result<ServerSide>> {
  const { project, ref, dryRun } = request;
  const { local, token } = context;
  const gitlab = await ports.accounts.connect(project.instance);
  if (!gitlab.ok) return gitlab;
  const version = await gitlab.value.version(token);
  if (!version.ok) return version;
  const found = await findBranch(gitlab.value, { project, local, token, ...(ref !== undefined && { wanted: ref }) });
  if (!found.ok) return found;
  const side = { gitlab: gitlab.value, version: version.value, ...found.value, dryRun, isCommitted: false };
  if (side.ref === project.defaultBranch) return success(side);
  const committed = await isLintedAsCommitted(side, request, context);
  if (!committed.ok) return committed;
  if (committed.value) return success({ ...side, isCommitted: true });
  return dryRun ? success(side) : forChangedEntry(side, request, context);
}

/** Whether the file as committed is what the editor has, so that GitLab can read all of it from the branch. */
async function isLintedAsCommitted(
  { gitlab, version, commit }: ServerSide,
  { project }: LintRequest,
  { local, token }: Context,
): Promise<Result<boolean>> {
  if (!takesContentRef(version) || (await textAt(local, commit, local.path)) !== local.entry.text) {
    return success(false);
  }
  const facts = await gitlab.project(project.id, token);
  if (!facts.ok) return facts;
  return success((facts.value.pipelineFile ?? '.gitlab-ci.yml') === local.path);
}

/**
 * A text that is not committed is sent. Then GitLab reads includes from the default branch, except in a dry run: that is
 * taken where the branch has other ones.
 */
async function forChangedEntry(
  side: ServerSide,
  { project: { id, defaultBranch } }: LintRequest,
  { local, token }: Context,
): Promise<Result<ServerSide>> {
  const head = await side.gitlab.branchHead(id, defaultBranch, token);
  if (!head.ok) return head;
  const isSame = await haveSameIncludes(local, side.commit, head.value);
  if (isSame === false) {
    const note = `What '${local.path}' includes is not the same on ${side.ref} and ${defaultBranch}. GitLab reads it from ${side.ref} only in a dry run, so it made one.`;
    return success({ ...side, dryRun: true, notes: [...side.notes, note] });
  }
  const unsure = `GitLab read what '${local.path}' includes from ${defaultBranch}, as without a dry run it does for a changed text.`;
  const notes = isSame === true ? side.notes : [...side.notes, unsure];
  return success({ ...side, ref: defaultBranch, commit: head.value, notes });
}

/** https://docs.gitlab.com/api/lint/: `content_ref` came with 16.10; before it is passed over silently. */
function takesContentRef(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 16 || (major === 16 && minor >= 10);
}

interface Question {
  readonly project: LintRequest['project'];
  readonly local: LocalPipeline;
  readonly token: CancellationToken;
  readonly wanted?: string;
}

type Branch = Pick<ServerSide, 'ref' | 'commit' | 'notes'>;

async function findBranch(gitlab: GitLab, { project, local, token, wanted }: Question): Promise<Result<Branch>> {
  const head = await local.repository.head();
  if (!head.ok) return head;
  const current = wanted ?? head.value.branch;
  if (current !== undefined && current !== project.defaultBranch) {
    const commit = await gitlab.branchHead(project.id, current, token);
    if (!commit.ok) return commit;
    if (commit.value !== undefined) return success({ ref: current, commit: commit.value, notes: [] });
    if (wanted !== undefined) return failure(noBranch(wanted, project.path));
  }
  const { defaultBranch } = project;
  const commit = await gitlab.branchHead(project.id, defaultBranch, token);
  if (!commit.ok) return commit;
  const isAway = current !== undefined && current !== defaultBranch;
  const notes = isAway ? [`The branch '${current}' is not on the server, so it is linted for ${defaultBranch}.`] : [];
  return success({ ref: defaultBranch, commit: commit.value, notes });
}

function noBranch(branch: string, project: string): Parameters<typeof failure>[0] {
  return {
    code: 'not-found',
    message: `The project '${project}' has no branch '${branch}'.`,
    action: 'Push the branch first, or name another one.',
  };
}
