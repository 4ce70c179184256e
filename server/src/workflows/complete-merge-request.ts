import type { CancellationToken } from '../base/cancellation.ts';
import { failure, success, type Result } from '../base/result.ts';
import type { Project } from '../lsp/protocol.ts';
import { mergeRequestDraft, type MergeRequestDraftPorts } from './merge-request-draft.ts';
import type { OpenMergeRequestRequest } from './open-merge-request.ts';
import { projectOfRemote } from './project-of-remote.ts';
import { proposeBranch } from './propose-branch.ts';

/** A merge request with everything that it needs. */
export type CompleteRequest = OpenMergeRequestRequest &
  Required<Pick<OpenMergeRequestRequest, 'title' | 'description' | 'sourceBranch' | 'targetBranch' | 'files'>> & {
    readonly project: Project;
  };

/**
 * Fills in what a request leaves open, as the editor proposes it: the project of the remote, a title, the description's
 * template, the branch, the default branch as target, and every change of the working tree. Reads only.
 */
export async function completeMergeRequest(
  ports: MergeRequestDraftPorts,
  request: OpenMergeRequestRequest,
  token: CancellationToken,
): Promise<Result<CompleteRequest>> {
  const { folder } = request;
  const project = await projectOfRemote(ports, folder, token);
  if (!project.ok) return project;
  const draft = await mergeRequestDraft(ports, { folder, project: project.value }, token);
  if (!draft.ok) return draft;
  const title = request.title ?? draft.value.title;
  if (title.trim() === '') {
    const message = 'The merge request has no title, and none can be proposed as nothing is changed.';
    return failure({ code: 'invalid', message, action: 'Give one: --title TEXT' });
  }
  const known = request.sourceBranch ?? draft.value.sourceBranch;
  const branch =
    known === undefined ? await proposeBranch(ports, { folder, title, project: project.value }, token) : success(known);
  if (!branch.ok) return branch;
  return success({
    ...request,
    project: project.value,
    title,
    description: request.description ?? draft.value.description,
    sourceBranch: branch.value,
    targetBranch: request.targetBranch ?? draft.value.targetBranch,
    files: request.files ?? draft.value.files.map(({ path }) => path),
  });
}
