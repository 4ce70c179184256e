import type { GitLabNames } from '../../workspace/ports/gitlab-names.ts';
import { list } from './answer.ts';
import { branchName } from './entities.ts';
import type { Ask } from './ask.ts';
import { groupPath, member, projectPath, tagName, templateName, treeEntry, variable } from './name-entities.ts';

/** Lists that somebody chooses from are cut at three pages. */
const threePages = { perPage: 100, maxPages: 3 } as const;

/** Reads names through the API. */
export function createNames(ask: Ask): GitLabNames {
  return {
    projectVariables: (project, token) =>
      ask(token, list(variable), (api) => api.ProjectVariables.all(project, threePages)),
    groupVariables: (group, token) => ask(token, list(variable), (api) => api.GroupVariables.all(group, threePages)),
    projectsNamed: (search, token) =>
      ask(token, list(projectPath), (api) =>
        api.Projects.all({
          membership: true,
          simple: true,
          orderBy: 'last_activity_at',
          ...(search !== '' && { search, searchNamespaces: true }),
          sort: 'desc',
          perPage: 100,
          maxPages: 1,
        }),
      ),
    branchNames: (project, token) => ask(token, list(branchName), (api) => api.Branches.all(project, threePages)),
    tagNames: (project, token) => ask(token, list(tagName), (api) => api.Tags.all(project, threePages)),
    tree: (project, { folder, ref }, token) =>
      ask(token, list(treeEntry), (api) =>
        api.Repositories.allRepositoryTrees(project, {
          ...(folder !== '' && { path: folder }),
          ...(ref !== undefined && { ref }),
          ...threePages,
        }),
      ),
    members: (projectId, token) =>
      ask(token, list(member), (api) => api.ProjectMembers.all(projectId, { includeInherited: true, ...threePages })),
    groupsOfProject: (projectId, token) =>
      ask(token, list(groupPath), (api) => api.Projects.allGroups(projectId, { withShared: true, ...threePages })),
    groupsNamed: (search, token) =>
      ask(token, list(groupPath), (api) =>
        api.Groups.all({ ...(search !== '' && { search }), allAvailable: false, perPage: 100, maxPages: 1 }),
      ),
    pipelineTemplates: (projectId, token) =>
      ask(token, list(templateName), (api) =>
        api.ProjectTemplates.all(projectId, 'gitlab_ci_ymls', { perPage: 100, maxPages: 5 }),
      ),
  };
}
