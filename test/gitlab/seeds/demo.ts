import { fileURLToPath } from 'node:url';
import type { ProjectRecord } from '../state.ts';
import { accessLevel } from '../state.ts';
import type { TestGitLab } from '../index.ts';

/** Where a newcomer starts: the demo's repository and who they are in it. */
export interface Demo {
  readonly project: ProjectRecord;
  /** A token of the user that the demo signs in as. */
  readonly token: string;
  readonly cloneUrl: string;
}

const repository = fileURLToPath(new URL('../../demo/repository', import.meta.url));

/** Fills a GitLab with the demo's project. */
export async function seedDemo(gitlab: TestGitLab): Promise<Demo> {
  const alice = gitlab.createUser({ username: 'alice', name: 'Alice Adler' });
  const project = await gitlab.createProject({
    path: 'shop/gitops',
    owner: alice,
    files: repository,
    members: [[alice, accessLevel.maintainer]],
  });
  return { project, token: gitlab.createToken(alice), cloneUrl: `${gitlab.url}/${project.path}.git` };
}
