import { optionalFlag, optionalText } from '../http/input.ts';
import { paginate } from '../http/pagination.ts';
import type { Call, ProjectCall, Route } from '../http/router.ts';
import type { State } from '../state.ts';
import { projectRoute } from './project-route.ts';

/** The groups that a project lies in, from the outside. A group is known by its projects. */
function groupsAbove(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** What everybody sees of a group who may see it at all. */
function renderPublicGroup(state: State, path: string): Record<string, unknown> {
  return {
    id: idOf(state, path),
    web_url: `${state.url}/groups/${path}`,
    name: path.slice(path.lastIndexOf('/') + 1),
    avatar_url: null,
    full_name: path.replaceAll('/', ' / '),
    full_path: path,
  };
}

function renderGroup(state: State, path: string): Record<string, unknown> {
  const parent = path.includes('/') ? idOf(state, path.slice(0, path.lastIndexOf('/'))) : null;
  return {
    ...renderPublicGroup(state, path),
    path: path.slice(path.lastIndexOf('/') + 1),
    description: '',
    visibility: 'private',
    request_access_enabled: true,
    parent_id: parent,
  };
}

function allGroups({ projects, groupShares }: State): string[] {
  const above = projects.flatMap(({ path }) => groupsAbove(path));
  return [...new Set([...above, ...[...groupShares.values()].flat()])].sort();
}

function idOf(state: State, path: string): number {
  return allGroups(state).indexOf(path) + 1;
}

function fits(call: Call, path: string): boolean {
  return path.toLowerCase().includes(optionalText(call.input, 'search')?.toLowerCase() ?? '');
}

/** Those that the user belongs to, by one of their projects. */
function listGroups(call: Call): ReturnType<typeof paginate> {
  const own = call.state.projects.filter(({ members }) => members.has(call.user.id));
  const paths = new Set(own.flatMap(({ path }) => groupsAbove(path)));
  const found = [...paths].sort().filter((path) => fits(call, path));
  return paginate(call, found, (path) => renderGroup(call.state, path));
}

/** Those that the project lies in, with `with_shared` also those that it was shared with. */
function listGroupsOfProject(call: ProjectCall): ReturnType<typeof paginate> {
  const { state, project, input } = call;
  const shared = optionalFlag(input, 'with_shared') === true ? (state.groupShares.get(project.id) ?? []) : [];
  const found = [...groupsAbove(project.path), ...shared].filter((path) => fits(call, path));
  return paginate(call, found, (path) => renderPublicGroup(state, path));
}

export const groupRoutes: readonly Route[] = [
  { method: 'GET', path: '/groups', answer: listGroups },
  projectRoute('GET', '/groups', listGroupsOfProject),
];
