import { findCommit, resolve, type Commit } from '../git/commits.ts';
import { branchHead, branchNames, isValidBranchName, updateRef } from '../git/refs.ts';
import { writeCommit } from '../git/write.ts';
import { forbidden, refuse } from '../http/answer.ts';
import { optionalFlag, optionalText, requiredText, type Input } from '../http/input.ts';
import type { ProjectCall } from '../http/router.ts';
import { applyAction, type Draft } from './commit-actions.ts';
import { mayPush } from './protection.ts';
import { refsChanged } from './pushes.ts';

interface Start {
  /** Where the branch points now. */
  readonly head: string | undefined;
  /** The commit that the new one is made on. */
  readonly parent: string | undefined;
}

async function startOf(call: ProjectCall, branch: string): Promise<Start> {
  const { repository } = call.project;
  const head = await branchHead(repository, branch);
  const wanted = optionalText(call.input, 'start_branch') ?? optionalText(call.input, 'start_sha');
  if (wanted === undefined) {
    if (head === undefined && (await branchNames(repository)).length > 0) {
      refuse(400, 'You can only create or edit files when you are on a branch');
    }
    return { head, parent: head };
  }
  const differs = optionalText(call.input, 'start_branch') !== branch;
  if (head !== undefined && differs && optionalFlag(call.input, 'force') !== true) {
    refuse(400, `A branch called '${branch}' already exists. Switch to that branch in order to make changes`);
  }
  const parent = await resolve(repository, wanted);
  return parent === undefined ? refuse(400, `Cannot find start branch or commit '${wanted}'`) : { head, parent };
}

/** Makes one commit from the API's actions: all of them or none. */
export async function commitThroughApi(call: ProjectCall, actions: readonly Input[]): Promise<Commit> {
  const { state, project, user, input } = call;
  const branch = requiredText(input, 'branch');
  if (!mayPush(project, call.role, branch)) forbidden('You are not allowed to push into this branch');
  if (!(await isValidBranchName(project.repository, branch))) refuse(400, 'Branch name is invalid');
  const { head, parent } = await startOf(call, branch);
  const draft: Draft = { repository: project.repository, base: parent, files: new Map() };
  for (const action of actions) await applyAction(draft, action);
  if (project.hookRejection !== undefined) refuse(400, project.hookRejection);
  const author = {
    name: optionalText(input, 'author_name') ?? user.name,
    email: optionalText(input, 'author_email') ?? user.email,
  };
  const id = await writeCommit(project.repository, {
    message: requiredText(input, 'commit_message'),
    author,
    committer: { name: user.name, email: user.email },
    date: state.now().toISOString(),
    parents: parent === undefined ? [] : [parent],
    base: parent,
    files: draft.files,
  });
  await updateRef(project.repository, `refs/heads/${branch}`, id, head ?? '0'.repeat(40));
  await refsChanged(state, project, user, [{ ref: `refs/heads/${branch}`, before: head, after: id }]);
  const commit = await findCommit(project.repository, id);
  if (commit === undefined) throw new Error(`commit ${id} is gone`);
  return commit;
}
