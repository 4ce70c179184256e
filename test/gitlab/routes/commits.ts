import { renderCommit, renderCommitDetail } from '../entities/commit.ts';
import { renderListedMergeRequest } from '../entities/merge-request.ts';
import { commitThroughApi } from '../domain/api-commits.ts';
import { findCommit, log, mergeBase, resolve } from '../git/commits.ts';
import { diffs, emptyTree } from '../git/diffs.ts';
import { isAncestor } from '../git/refs.ts';
import { json, notFound, refuseParameters, type Answer } from '../http/answer.ts';
import {
  optionalFlag,
  optionalList,
  optionalText,
  requiredText,
  requireParameters,
  type Input,
  type Value,
} from '../http/input.ts';
import { paginate } from '../http/pagination.ts';
import { segment, type ProjectCall, type Route } from '../http/router.ts';
import { projectUrl } from '../entities/project.ts';
import { projectRoute } from './project-route.ts';

async function listCommits(call: ProjectCall): Promise<Answer> {
  const { project, input } = call;
  const ref = optionalText(input, 'ref_name') ?? project.defaultBranch;
  const path = optionalText(input, 'path');
  const range = /^(.+?)\.\.\.?(.+)$/u.exec(ref);
  const names = range === null ? [ref] : [range[1] ?? '', range[2] ?? ''];
  const ids = await Promise.all(names.map((name) => resolve(project.repository, name)));
  if (ids.includes(undefined)) return notFound('Commit');
  const since = optionalText(input, 'since');
  const until = optionalText(input, 'until');
  const commits = await log(project.repository, [
    ...(optionalFlag(input, 'first_parent') === true ? ['--first-parent'] : []),
    ...(since === undefined ? [] : [`--since=${since}`]),
    ...(until === undefined ? [] : [`--until=${until}`]),
    ids.join('..'),
    ...(path === undefined ? [] : ['--', path]),
  ]);
  return paginate(call, commits, (commit) => renderCommit(call.state, project, commit), { totals: false });
}

async function showCommit(call: ProjectCall): Promise<Answer> {
  const commit = await findCommit(call.project.repository, segment(call, 'sha'));
  if (commit === undefined) return notFound('Commit');
  const withStats = optionalFlag(call.input, 'stats') ?? true;
  return json(200, await renderCommitDetail(call.state, call.project, commit, withStats));
}

async function createCommit(call: ProjectCall): Promise<Answer> {
  requireParameters(call.input, 'branch', 'commit_message', 'actions');
  const actions = call.input['actions'];
  if (!Array.isArray(actions)) return refuseParameters(['actions is invalid']);
  const inputs = (actions as readonly Value[]).filter(
    (action): action is Input => typeof action === 'object' && action !== null && !Array.isArray(action),
  );
  const commit = await commitThroughApi(call, inputs);
  return json(201, await renderCommitDetail(call.state, call.project, commit));
}

async function commitDiff(call: ProjectCall): Promise<Answer> {
  const { repository } = call.project;
  const commit = await findCommit(repository, segment(call, 'sha'));
  if (commit === undefined) return notFound('Commit');
  const unidiff = optionalFlag(call.input, 'unidiff') === true;
  return paginate(call, await diffs(repository, commit.parents[0] ?? emptyTree, commit.id, unidiff), (diff) => diff);
}

async function commitMergeRequests(call: ProjectCall): Promise<Answer> {
  const { project } = call;
  const commit = await findCommit(project.repository, segment(call, 'sha'));
  if (commit === undefined) return notFound('Commit');
  const found = [];
  for (const mergeRequest of project.mergeRequests) {
    const base = mergeRequest.diffRefs?.base_sha;
    const inHead = await isAncestor(project.repository, commit.id, mergeRequest.sha);
    const inBase = base !== undefined && (await isAncestor(project.repository, commit.id, base));
    if (inHead && !inBase) found.push(mergeRequest);
  }
  return paginate(call, found, (mergeRequest) => renderListedMergeRequest(call.state, project, mergeRequest));
}

async function compare(call: ProjectCall): Promise<Answer> {
  const { state, project, input } = call;
  requireParameters(input, 'from', 'to');
  const from = await resolve(project.repository, requiredText(input, 'from'));
  const to = await resolve(project.repository, requiredText(input, 'to'));
  if (from === undefined || to === undefined) return notFound('Ref');
  const straight = optionalFlag(input, 'straight') === true;
  const base = straight ? from : ((await mergeBase(project.repository, [from, to])) ?? from);
  const commits = await log(project.repository, ['--reverse', `${from}..${to}`]);
  const last = commits.at(-1);
  return json(200, {
    commit: last === undefined ? null : renderCommit(state, project, last),
    commits: commits.map((commit) => renderCommit(state, project, commit)),
    diffs: await diffs(project.repository, base, to, optionalFlag(input, 'unidiff') === true),
    compare_timeout: false,
    compare_same_ref: from === to,
    web_url: `${projectUrl(state, project)}/-/compare/${from}${straight ? '..' : '...'}${to}`,
  });
}

async function showMergeBase(call: ProjectCall): Promise<Answer> {
  const { project, input } = call;
  requireParameters(input, 'refs');
  const ids: string[] = [];
  for (const ref of optionalList(input, 'refs') ?? []) {
    const id = await resolve(project.repository, ref);
    if (id === undefined) return json(400, { message: `400 Bad request - Could not find ref: ${ref}` });
    ids.push(id);
  }
  if (ids.length < 2) return json(400, { message: '400 Bad request - Provide at least 2 refs' });
  const base = await mergeBase(project.repository, ids);
  const commit = base === undefined ? undefined : await findCommit(project.repository, base);
  return commit === undefined ? notFound('Merge Base') : json(200, renderCommit(call.state, project, commit));
}

export const commitRoutes: readonly Route[] = [
  projectRoute('GET', '/repository/commits', listCommits),
  projectRoute('POST', '/repository/commits', createCommit),
  projectRoute('GET', '/repository/commits/:sha', showCommit),
  projectRoute('GET', '/repository/commits/:sha/diff', commitDiff),
  projectRoute('GET', '/repository/commits/:sha/merge_requests', commitMergeRequests),
  projectRoute('GET', '/repository/compare', compare),
  projectRoute('GET', '/repository/merge_base', showMergeBase),
];
