import { createMergeRequest, isDraft, recheck, refuseSecond, type NewMergeRequest } from '../domain/merge-requests.ts';
import { renderCommit } from '../entities/commit.ts';
import { renderListedMergeRequest, renderMergeRequest } from '../entities/merge-request.ts';
import { renderBasicPipeline } from '../entities/pipeline.ts';
import { log } from '../git/commits.ts';
import { diffs } from '../git/diffs.ts';
import { branchHead } from '../git/refs.ts';
import { forbidden, json, notFound, refuse, refuseParameters, type Answer } from '../http/answer.ts';
import { requireRole } from '../http/authentication.ts';
import {
  optionalChoice,
  optionalFlag,
  optionalInteger,
  optionalList,
  optionalText,
  requiredText,
  requireParameters,
  type Input,
} from '../http/input.ts';
import { paginate } from '../http/pagination.ts';
import { segment, type Call, type ProjectCall, type Route } from '../http/router.ts';
import { accessLevel, timestamp, type MergeRequestRecord, type ProjectRecord } from '../state.ts';
import { filterMergeRequests } from './merge-request-filters.ts';
import { projectRoute } from './project-route.ts';

function find(call: ProjectCall): MergeRequestRecord {
  const iid = segment(call, 'iid');
  if (!/^\d+$/u.test(iid)) return refuseParameters(['merge_request_iid is invalid']);
  return call.project.mergeRequests.find((candidate) => candidate.iid === Number(iid)) ?? notFound();
}

/** Ids that belong to members; GitLab drops the others silently. `0` or an empty value clears the list. */
function people(project: ProjectRecord, input: Input, many: string, one?: string): readonly number[] | undefined {
  const single = one === undefined ? undefined : optionalInteger(input, one);
  const ids = optionalList(input, many)?.map(Number) ?? (single === undefined ? undefined : [single]);
  return ids?.filter((id) => project.members.has(id));
}

async function create(call: ProjectCall): Promise<Answer> {
  const { project, input, state } = call;
  requireParameters(input, 'title', 'source_branch', 'target_branch');
  requireRole(call, 'developer');
  const target = optionalInteger(input, 'target_project_id');
  if (target !== undefined && target !== project.id) return notFound('Project');
  const request: NewMergeRequest = {
    title: requiredText(input, 'title'),
    sourceBranch: requiredText(input, 'source_branch'),
    targetBranch: requiredText(input, 'target_branch'),
    description: optionalText(input, 'description') ?? null,
    assigneeIds: people(project, input, 'assignee_ids', 'assignee_id') ?? [],
    reviewerIds: people(project, input, 'reviewer_ids') ?? [],
    labels: optionalList(input, 'labels') ?? [],
    squash: optionalFlag(input, 'squash') ?? false,
    removeSourceBranch: optionalFlag(input, 'remove_source_branch') ?? null,
  };
  const record = await createMergeRequest(state, project, call.user, request);
  return json(201, renderMergeRequest(state, project, record, call.role));
}

function list(call: ProjectCall): Answer {
  const found = filterMergeRequests(call.state, call.project.mergeRequests, call);
  return paginate(call, found, (record) => renderListedMergeRequest(call.state, call.project, record));
}

/** `/merge_requests`: over all projects of the user; only what they made themselves unless `scope` says other. */
function listEverywhere(call: Call): Answer {
  const owners = new Map<MergeRequestRecord, ProjectRecord>();
  for (const project of call.state.projects.filter((candidate) => candidate.members.has(call.user.id))) {
    for (const record of project.mergeRequests) owners.set(record, project);
  }
  const input: Input = { scope: 'created_by_me', ...call.input };
  const found = filterMergeRequests(call.state, [...owners.keys()], { ...call, input });
  return paginate(call, found, (record) => {
    const project = owners.get(record);
    return project === undefined ? null : renderListedMergeRequest(call.state, project, record);
  });
}

const updatable = [
  'title',
  'description',
  'target_branch',
  'state_event',
  'labels',
  'add_labels',
  'remove_labels',
  'assignee_id',
  'assignee_ids',
  'reviewer_ids',
  'milestone_id',
  'remove_source_branch',
  'squash',
  'discussion_locked',
  'allow_collaboration',
  'merge_after',
];

async function update(call: ProjectCall): Promise<Answer> {
  const record = find(call);
  const { input, project, state } = call;
  if (!updatable.some((name) => input[name] !== undefined)) {
    refuseParameters([`${updatable.join(', ')} are missing, at least one parameter must be provided`]);
  }
  if (record.authorId !== call.user.id && call.role < accessLevel.developer) forbidden();
  if (optionalText(input, 'title')?.trim() === '') refuse(400, { title: ["can't be blank"] });
  await changeTarget(call, record);
  changeState(call, record);
  changeFields(project, record, input);
  record.updatedAt = timestamp(state);
  if (record.preparedAt !== null && isDraft(record.title)) record.detailedMergeStatus = 'draft_status';
  recheck(state, project, record);
  return json(200, renderMergeRequest(state, project, record, call.role));
}

function changeFields(project: ProjectRecord, record: MergeRequestRecord, input: Input): void {
  record.title = optionalText(input, 'title') ?? record.title;
  record.description = optionalText(input, 'description') ?? record.description;
  record.labels = changedLabels(record.labels, input);
  record.assigneeIds = people(project, input, 'assignee_ids', 'assignee_id') ?? record.assigneeIds;
  record.reviewerIds = people(project, input, 'reviewer_ids') ?? record.reviewerIds;
  record.squash = optionalFlag(input, 'squash') ?? record.squash;
  record.removeSourceBranch = optionalFlag(input, 'remove_source_branch') ?? record.removeSourceBranch;
}

async function changeTarget(call: ProjectCall, record: MergeRequestRecord): Promise<void> {
  const target = optionalText(call.input, 'target_branch');
  if (target === undefined || target === record.targetBranch) return;
  if (target === record.sourceBranch) refuse(422, ["You can't use same project/branch for source and target"]);
  if ((await branchHead(call.project.repository, target)) === undefined) {
    refuse(422, [`Target branch "${target}" does not exist`]);
  }
  refuseSecond(call.project, record.sourceBranch, target, record.iid);
  record.targetBranch = target;
}

function changeState(call: ProjectCall, record: MergeRequestRecord): void {
  const event = optionalChoice(call.input, 'state_event', ['close', 'reopen']);
  if (event === 'close' && record.state === 'opened') {
    record.state = 'closed';
    record.closedAt = timestamp(call.state);
    record.closedById = call.user.id;
  }
  if (event === 'reopen' && record.state === 'closed') {
    refuseSecond(call.project, record.sourceBranch, record.targetBranch, record.iid);
    record.state = 'opened';
    record.closedAt = null;
    record.closedById = null;
  }
}

function changedLabels(before: readonly string[], input: Input): readonly string[] {
  const removed = optionalList(input, 'remove_labels') ?? [];
  const labels = [...(optionalList(input, 'labels') ?? before), ...(optionalList(input, 'add_labels') ?? [])];
  return [...new Set(labels)].filter((label) => !removed.includes(label));
}

async function listCommits(call: ProjectCall): Promise<Answer> {
  const record = find(call);
  const range = `refs/heads/${record.targetBranch}..${record.sha}`;
  const commits = await log(call.project.repository, [range]);
  return paginate(call, commits, (commit) => renderCommit(call.state, call.project, commit));
}

async function listDiffs(call: ProjectCall): Promise<Answer> {
  const refs = find(call).diffRefs;
  const unidiff = optionalFlag(call.input, 'unidiff') === true;
  const found = refs === null ? [] : await diffs(call.project.repository, refs.base_sha, refs.head_sha, unidiff);
  return paginate(call, found, (diff) => diff);
}

function listPipelines(call: ProjectCall): Answer {
  const record = find(call);
  const found = call.project.pipelines.filter(
    (pipeline) => pipeline.ref === `refs/merge-requests/${record.iid}/head` || pipeline.sha === record.sha,
  );
  return paginate(call, found.reverse(), (pipeline) => renderBasicPipeline(call.state, call.project, pipeline));
}

export const mergeRequestRoutes: readonly Route[] = [
  { method: 'GET', path: '/merge_requests', answer: listEverywhere },
  projectRoute('GET', '/merge_requests', list),
  projectRoute('POST', '/merge_requests', create),
  projectRoute('GET', '/merge_requests/:iid', (call) =>
    json(200, renderMergeRequest(call.state, call.project, find(call), call.role)),
  ),
  projectRoute('PUT', '/merge_requests/:iid', update),
  projectRoute('GET', '/merge_requests/:iid/commits', listCommits),
  projectRoute('GET', '/merge_requests/:iid/diffs', listDiffs),
  projectRoute('GET', '/merge_requests/:iid/pipelines', listPipelines),
];
