import { renderCommit } from '../entities/commit.ts';
import { projectUrl } from '../entities/project.ts';
import { mayPush } from '../domain/protection.ts';
import { refsChanged } from '../domain/pushes.ts';
import { findCommit, resolve } from '../git/commits.ts';
import { branchHead, branchNames, covers, deleteRef, isAncestor, isValidBranchName, updateRef } from '../git/refs.ts';
import { GitFailure } from '../git/run.ts';
import { badRequest, empty, forbidden, json, notFound, refuse, type Answer } from '../http/answer.ts';
import { requireRole } from '../http/authentication.ts';
import { optionalText, requiredText, requireParameters } from '../http/input.ts';
import { paginateAsync } from '../http/pagination.ts';
import { segment, type ProjectCall, type Route } from '../http/router.ts';
import { accessLevel } from '../state.ts';
import { projectRoute } from './project-route.ts';

const readsRepository = ['read_repository'];

async function renderBranch(call: ProjectCall, name: string): Promise<Record<string, unknown>> {
  const { state, project } = call;
  const commit = await findCommit(project.repository, `refs/heads/${name}`);
  if (commit === undefined) return notFound('Branch');
  const isDefault = name === project.defaultBranch;
  const rule = project.protectedBranches.find((candidate) => covers(candidate.name, name));
  return {
    name,
    commit: renderCommit(state, project, commit),
    merged: !isDefault && (await isAncestor(project.repository, commit.id, `refs/heads/${project.defaultBranch}`)),
    protected: rule !== undefined,
    developers_can_push: rule !== undefined && rule.pushLevel !== 0 && rule.pushLevel <= accessLevel.developer,
    developers_can_merge: false,
    can_push: mayPush(project, call.role, name),
    default: isDefault,
    web_url: `${projectUrl(state, project)}/-/tree/${encodeURIComponent(name)}`,
  };
}

async function listBranches(call: ProjectCall): Promise<Answer> {
  const search = optionalText(call.input, 'search') ?? '';
  const starts = search.startsWith('^');
  const ends = search.endsWith('$');
  const needle = search.slice(starts ? 1 : 0, ends ? -1 : undefined);
  const names = (await branchNames(call.project.repository)).filter(
    (name) => (starts ? name.startsWith(needle) : name.includes(needle)) && (!ends || name.endsWith(needle)),
  );
  return paginateAsync(call, names, (name) => renderBranch(call, name));
}

async function createBranch(call: ProjectCall): Promise<Answer> {
  const { project, input } = call;
  requireParameters(input, 'branch', 'ref');
  requireRole(call, 'developer');
  const branch = requiredText(input, 'branch');
  const ref = requiredText(input, 'ref');
  if (!(await isValidBranchName(project.repository, branch))) refuse(400, 'Branch name is invalid');
  if ((await branchHead(project.repository, branch)) !== undefined) refuse(400, 'Branch already exists');
  const id = await resolve(project.repository, ref);
  if (id === undefined) return refuse(400, `Failed to create branch '${branch}': invalid reference name '${ref}'`);
  try {
    await updateRef(project.repository, `refs/heads/${branch}`, id, '0'.repeat(40));
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
    refuse(400, `Failed to create branch '${branch}': Branch name conflicts with existing branch hierarchy.`);
  }
  await refsChanged(call.state, project, call.user, [{ ref: `refs/heads/${branch}`, before: undefined, after: id }]);
  return json(201, await renderBranch(call, branch));
}

async function deleteBranch(call: ProjectCall): Promise<Answer> {
  const { project } = call;
  const name = segment(call, 'branch');
  requireRole(call, 'developer');
  const head = await branchHead(project.repository, name);
  if (head === undefined) return notFound('Branch');
  if (name === project.defaultBranch) badRequest('Cannot remove HEAD branch');
  if (project.protectedBranches.some((rule) => covers(rule.name, name))) forbidden();
  await deleteRef(project.repository, `refs/heads/${name}`);
  await refsChanged(call.state, project, call.user, [{ ref: `refs/heads/${name}`, before: head, after: undefined }]);
  return empty(204);
}

export const branchRoutes: readonly Route[] = [
  projectRoute('GET', '/repository/branches', listBranches),
  projectRoute('POST', '/repository/branches', createBranch),
  projectRoute(
    'GET',
    '/repository/branches/:branch',
    async (call) => json(200, await renderBranch(call, segment(call, 'branch'))),
    readsRepository,
  ),
  projectRoute('HEAD', '/repository/branches/:branch', async (call) =>
    (await branchHead(call.project.repository, segment(call, 'branch'))) === undefined ? empty(404) : empty(204),
  ),
  projectRoute('DELETE', '/repository/branches/:branch', deleteBranch),
];
