import { renderProject, renderSimpleProject } from '../entities/project.ts';
import { renderMember } from '../entities/user.ts';
import { forbidden, json, notFound } from '../http/answer.ts';
import { requireRole } from '../http/authentication.ts';
import { optionalChoice, optionalFlag, optionalInteger, optionalText, type Input } from '../http/input.ts';
import { paginate } from '../http/pagination.ts';
import { segment, type Call, type ProjectCall, type Route } from '../http/router.ts';
import { accessLevel, userById, type ProjectRecord, type VariableRecord } from '../state.ts';
import { projectRoute } from './project-route.ts';

const orders = ['id', 'name', 'path', 'created_at', 'updated_at', 'last_activity_at'] as const;

function sortKey(project: ProjectRecord, order: (typeof orders)[number]): string | number {
  if (order === 'id') return project.id;
  if (order === 'name' || order === 'path') return project[order].toLowerCase();
  return order === 'created_at' ? project.createdAt : project.lastActivityAt;
}

function isWanted(project: ProjectRecord, role: number | undefined, input: Input): boolean {
  const search = optionalText(input, 'search')?.toLowerCase();
  const path = project.path.toLowerCase();
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (role === undefined || role < (optionalInteger(input, 'min_access_level') ?? 0)) return false;
  if ((optionalFlag(input, 'archived') ?? project.archived) !== project.archived) return false;
  if (search === undefined) return true;
  const inNamespaces = optionalFlag(input, 'search_namespaces') === true;
  return [project.name.toLowerCase(), inNamespaces ? path : name].some((text) => text.includes(search));
}

function listProjects(call: Call): ReturnType<typeof paginate> {
  const order = optionalChoice(call.input, 'order_by', orders) ?? 'created_at';
  const direction = (optionalChoice(call.input, 'sort', ['asc', 'desc']) ?? 'desc') === 'asc' ? 1 : -1;
  const simple = optionalFlag(call.input, 'simple') === true;
  const found = call.state.projects
    .filter((project) => isWanted(project, project.members.get(call.user.id), call.input))
    .sort((a, b) => (sortKey(a, order) < sortKey(b, order) ? -direction : direction));
  return paginate(call, found, (project) =>
    simple
      ? renderSimpleProject(call.state, project)
      : renderProject(call.state, project, { user: call.user, role: project.members.get(call.user.id) ?? 0 }),
  );
}

function listMembers(call: ProjectCall): ReturnType<typeof paginate> {
  const query = optionalText(call.input, 'query')?.toLowerCase() ?? '';
  const members = [...call.project.members]
    .map(([id, level]) => ({ user: userById(call.state, id), level }))
    .filter(({ user }) => `${user.username}\n${user.name}`.toLowerCase().includes(query));
  return paginate(call, members, ({ user, level }) => renderMember(call.state, user, level));
}

function showMember(call: ProjectCall): ReturnType<typeof json> {
  const id = Number(segment(call, 'user_id'));
  const level = call.project.members.get(id);
  return level === undefined ? notFound() : json(200, renderMember(call.state, userById(call.state, id), level));
}

function renderVariable(variable: VariableRecord): Record<string, unknown> {
  return {
    variable_type: 'env_var',
    key: variable.key,
    value: variable.hidden ? null : variable.value,
    hidden: variable.hidden,
    protected: variable.protected,
    masked: variable.masked,
    raw: false,
    environment_scope: variable.environmentScope,
    description: null,
  };
}

function listVariables(call: ProjectCall): ReturnType<typeof paginate> {
  requireRole(call, 'maintainer');
  return paginate(call, call.project.variables, renderVariable);
}

/** A group is known by its projects; the user's role in it is the highest in any of them. */
function listGroupVariables(call: Call): ReturnType<typeof paginate> {
  const { state, user } = call;
  const group = segment(call, 'id');
  const projects = state.projects.filter(({ path }) => path.startsWith(`${group}/`));
  const role = Math.max(0, ...projects.map(({ members }) => members.get(user.id) ?? 0));
  if (role === 0) return notFound('Group');
  if (role < accessLevel.maintainer) return forbidden();
  return paginate(call, [...(state.groupVariables.get(group) ?? [])], renderVariable);
}

export const projectRoutes: readonly Route[] = [
  { method: 'GET', path: '/projects', answer: listProjects },
  projectRoute('GET', '', (call) => json(200, renderProject(call.state, call.project, call))),
  projectRoute('GET', '/members', listMembers),
  projectRoute('GET', '/members/all', listMembers),
  projectRoute('GET', '/members/all/:user_id', showMember),
  projectRoute('GET', '/members/:user_id', showMember),
  projectRoute('GET', '/variables', listVariables),
  { method: 'GET', path: '/groups/:id/variables', answer: listGroupVariables },
];
