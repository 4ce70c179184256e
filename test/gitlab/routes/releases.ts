import { renderCommit } from '../entities/commit.ts';
import { findCommit } from '../git/commits.ts';
import { git } from '../git/run.ts';
import type { Answer } from '../http/answer.ts';
import { paginate } from '../http/pagination.ts';
import type { ProjectCall, Route } from '../http/router.ts';
import { projectUrl } from '../entities/project.ts';
import { renderUserById } from '../entities/user.ts';
import type { ReleaseRecord } from '../state.ts';
import { projectRoute } from './project-route.ts';

/** Newest first, as `order_by=released_at` has it by default. */
async function listReleases(call: ProjectCall): Promise<Answer> {
  const { project } = call;
  const commits = new Map(
    await Promise.all(
      project.releases.map(async ({ tag }) => [tag, await findCommit(project.repository, `refs/tags/${tag}`)] as const),
    ),
  );
  const render = ({ tag, releasedAt }: ReleaseRecord): Record<string, unknown> => {
    const commit = commits.get(tag);
    return {
      tag_name: tag,
      name: tag,
      description: '',
      created_at: releasedAt,
      released_at: releasedAt,
      upcoming_release: false,
      author: renderUserById(call.state, project.creatorId),
      commit: commit === undefined ? null : renderCommit(call.state, project, commit),
      milestones: [],
      tag_path: `/${project.path}/-/tags/${tag}`,
      assets: { count: 0, sources: [], links: [] },
      evidences: [],
      _links: { self: `${projectUrl(call.state, project)}/-/releases/${tag}` },
    };
  };
  return paginate(call, project.releases.toReversed(), render);
}

async function listTags(call: ProjectCall): Promise<Answer> {
  const { repository } = call.project;
  const output = await git(repository, ['for-each-ref', '--format=%(refname:lstrip=2)', 'refs/tags/']);
  const names = output.split('\n').filter((name) => name !== '');
  const tags = await Promise.all(
    names.map(async (name) => ({ name, commit: await findCommit(repository, `refs/tags/${name}`) })),
  );
  return paginate(call, tags.toReversed(), ({ name, commit }) => ({
    name,
    message: '',
    target: commit?.id,
    commit: commit === undefined ? null : renderCommit(call.state, call.project, commit),
    release: call.project.releases.some(({ tag }) => tag === name) ? { tag_name: name, description: '' } : null,
    protected: false,
    created_at: null,
  }));
}

export const releaseRoutes: readonly Route[] = [
  projectRoute('GET', '/releases', listReleases),
  projectRoute('GET', '/repository/tags', listTags),
];
