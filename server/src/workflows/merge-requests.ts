import type { CancellationToken } from '../base/cancellation.ts';
import { success, type Result } from '../base/result.ts';
import type { MergeRequestsResult, Project } from '../lsp/protocol.ts';
import type { Accounts } from './accounts.ts';

/** Single answers are one request each; a view shows about this many without scrolling. */
const WITH_PIPELINE = 10;

/** The project's open merge requests. */
export async function listMergeRequests(
  ports: { readonly accounts: Accounts },
  project: Project,
  token: CancellationToken,
): Promise<Result<MergeRequestsResult>> {
  const gitlab = await ports.accounts.connect(project.instance);
  if (!gitlab.ok) return gitlab;
  const listed = await gitlab.value.mergeRequests(project.id, { state: 'opened' }, token);
  if (!listed.ok) return listed;
  const detailed = await Promise.all(
    listed.value.slice(0, WITH_PIPELINE).map(async (listedOne) => {
      const single = await gitlab.value.mergeRequest(project.id, listedOne.iid, token);
      // The list's own facts stand when the details cannot be had.
      return single.ok ? single.value : listedOne;
    }),
  );
  return success({ project, mergeRequests: [...detailed, ...listed.value.slice(WITH_PIPELINE)] });
}
