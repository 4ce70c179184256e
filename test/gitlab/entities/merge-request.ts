import { headPipeline } from '../domain/pipelines.ts';
import { isDraft } from '../domain/merge-requests.ts';
import { accessLevel, type MergeRequestRecord, type ProjectRecord, type State } from '../state.ts';
import { renderBasicPipeline, renderPipeline } from './pipeline.ts';
import { projectUrl } from './project.ts';
import { renderUserById } from './user.ts';

function people(state: State, record: MergeRequestRecord): Record<string, unknown> {
  const merger = renderUserById(state, record.mergedById);
  const assignees = record.assigneeIds.map((id) => renderUserById(state, id));
  return {
    author: renderUserById(state, record.authorId),
    assignees,
    assignee: assignees[0] ?? null,
    reviewers: record.reviewerIds.map((id) => renderUserById(state, id)),
    merged_by: merger,
    merge_user: merger,
    merged_at: record.mergedAt,
    closed_by: renderUserById(state, record.closedById),
    closed_at: record.closedAt,
  };
}

function counters(record: MergeRequestRecord): Record<string, unknown> {
  const boxes = [...(record.description ?? '').matchAll(/^\s*[-*] \[([ xX])\]/gmu)];
  return {
    user_notes_count: 0,
    upvotes: 0,
    downvotes: 0,
    time_stats: {
      time_estimate: 0,
      total_time_spent: 0,
      human_time_estimate: null,
      human_total_time_spent: null,
    },
    task_completion_status: {
      count: boxes.length,
      completed_count: boxes.filter((box) => box[1] !== ' ').length,
    },
  };
}

function references(project: ProjectRecord, record: MergeRequestRecord): Record<string, unknown> {
  const short = `!${record.iid}`;
  return { reference: short, references: { short, relative: short, full: `${project.path}${short}` } };
}

/** The form in lists: without what only the single merge request has (diff, pipelines, `user`). */
export function renderListedMergeRequest(
  state: State,
  project: ProjectRecord,
  record: MergeRequestRecord,
): Record<string, unknown> {
  return {
    id: record.id,
    iid: record.iid,
    project_id: project.id,
    title: record.title,
    description: record.description,
    state: record.state,
    created_at: record.createdAt,
    updated_at: record.updatedAt,
    ...people(state, record),
    target_branch: record.targetBranch,
    source_branch: record.sourceBranch,
    ...counters(record),
    source_project_id: project.id,
    target_project_id: project.id,
    labels: record.labels,
    draft: isDraft(record.title),
    imported: false,
    imported_from: 'none',
    work_in_progress: isDraft(record.title),
    milestone: null,
    merge_when_pipeline_succeeds: false,
    merge_status: record.mergeStatus,
    detailed_merge_status: record.state === 'opened' ? record.detailedMergeStatus : 'not_open',
    merge_after: null,
    sha: record.sha,
    merge_commit_sha: record.mergeCommitSha,
    squash_commit_sha: null,
    discussion_locked: null,
    should_remove_source_branch: null,
    force_remove_source_branch: record.removeSourceBranch,
    prepared_at: record.preparedAt,
    ...references(project, record),
    web_url: `${projectUrl(state, project)}/-/merge_requests/${record.iid}`,
    squash: record.squash,
    squash_on_merge: record.squash,
    has_conflicts: record.mergeStatus === 'cannot_be_merged',
    blocking_discussions_resolved: true,
  };
}

export function renderMergeRequest(
  state: State,
  project: ProjectRecord,
  record: MergeRequestRecord,
  role: number,
): Record<string, unknown> {
  const pipeline = record.preparedAt === null ? undefined : headPipeline(project, record);
  return {
    ...renderListedMergeRequest(state, project, record),
    subscribed: true,
    changes_count: record.changesCount,
    latest_build_started_at: pipeline?.startedAt ?? null,
    latest_build_finished_at: pipeline?.finishedAt ?? null,
    first_deployed_to_production_at: null,
    pipeline: pipeline === undefined ? null : renderBasicPipeline(state, project, pipeline),
    head_pipeline: pipeline === undefined ? null : renderPipeline(state, project, pipeline),
    diff_refs: record.diffRefs,
    merge_error: null,
    first_contribution: false,
    user: { can_merge: role >= accessLevel.developer },
  };
}
