import type { CancellationToken } from '../base/cancellation.ts';
import { success, type Result } from '../base/result.ts';
import type { Project } from '../lsp/protocol.ts';
import type { VariableFacts } from '../workspace/ports/gitlab-names.ts';
import type { GitLab } from '../workspace/ports/gitlab.ts';
import type { NameQuestion, RemoteName } from '../workspace/remote-names.ts';
import type { Accounts } from './accounts.ts';

/**
 * Answers which names GitLab knows, for a project of an instance that somebody is signed in to. What the user may not
 * see (variables need the role Maintainer) is left out.
 */
export async function remoteNames(
  ports: { readonly accounts: Accounts },
  { project, question }: { readonly project: Project; readonly question: NameQuestion },
  token: CancellationToken,
): Promise<Result<readonly RemoteName[]>> {
  const connected = await ports.accounts.connect(project.instance);
  if (!connected.ok) return connected;
  const gitlab = connected.value;
  switch (question.kind) {
    case 'variables':
      return success(await variables(gitlab, project, token));
    case 'environments':
      return environments(gitlab, project, token);
    case 'owners':
      return owners(gitlab, project, token);
    case 'templates':
      return templates(gitlab, project, token);
    case 'projects':
      return named(await gitlab.projectsNamed(question.search, token));
    case 'groups':
      return named(await gitlab.groupsNamed(question.search, token));
    case 'refs':
      return refs(gitlab, question.project, token);
    case 'files':
      return files(gitlab, question, token);
  }
}

function named(names: Result<readonly string[]>): Result<readonly RemoteName[]> {
  return names.ok ? success(names.value.map((name) => ({ name }))) : names;
}

/** GitLab lists templates without the ending that `include:template` wants. */
async function templates(
  gitlab: GitLab,
  project: Project,
  token: CancellationToken,
): Promise<Result<readonly RemoteName[]>> {
  const keys = await gitlab.pipelineTemplates(project.id, token);
  return named(keys.ok ? success(keys.value.map((key) => `${key}.gitlab-ci.yml`)) : keys);
}

/** The project's first, then those of its groups, the nearest first: that is the order in which GitLab lets them win. */
async function variables(gitlab: GitLab, project: Project, token: CancellationToken): Promise<RemoteName[]> {
  const answers = await Promise.all([
    gitlab.projectVariables(project.id, token),
    ...groupsOf(project.path).map((group) => gitlab.groupVariables(group, token)),
  ]);
  const holders = ['the project', ...groupsOf(project.path).map((group) => `the group '${group}'`)];
  const found = new Map<string, { readonly words: Set<string>; description: string }>();
  for (const [index, answer] of answers.entries()) {
    for (const facts of answer.ok ? answer.value : []) {
      const known = found.get(facts.name) ?? { words: new Set<string>(), description: facts.description };
      known.words.add(describe(facts, holders[index] ?? ''));
      found.set(facts.name, known);
    }
  }
  return [...found].map(([name, { words, description }]) => ({
    name,
    detail: [...words].join('; '),
    ...(description !== '' && { documentation: description }),
  }));
}

/** The groups that a project lies in, from the inside. A user's namespace has no variables and answers 'not found'. */
function groupsOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('/'));
}

function describe(facts: VariableFacts, holder: string): string {
  const flags = [
    ...(facts.isFile ? ['file'] : []),
    ...(facts.isHidden ? ['masked and hidden'] : facts.isMasked ? ['masked'] : []),
    ...(facts.isProtected ? ['protected'] : []),
    ...(facts.environment === '*' ? [] : [`environment ${facts.environment}`]),
  ];
  return [`variable of ${holder}`, ...flags].join(', ');
}

async function environments(
  gitlab: GitLab,
  project: Project,
  token: CancellationToken,
): Promise<Result<readonly RemoteName[]>> {
  const answer = await gitlab.environments(project.id, token);
  if (!answer.ok) return answer;
  const shown = answer.value.filter(({ state }) => state !== 'stopped');
  return success(shown.map(({ name, tier }) => ({ name, detail: `environment, ${tier}` })));
}

/** Below the role Developer nobody owns files. */
const DEVELOPER = 30;

const ROLES: ReadonlyMap<number, string> = new Map([
  [DEVELOPER, 'Developer'],
  [40, 'Maintainer'],
  [50, 'Owner'],
]);

/** Members who may own files, then the groups that the project lies in or was shared with (https://docs.gitlab.com/user/project/codeowners/). */
async function owners(
  gitlab: GitLab,
  project: Project,
  token: CancellationToken,
): Promise<Result<readonly RemoteName[]>> {
  const [answer, groups] = await Promise.all([
    gitlab.members(project.id, token),
    gitlab.groupsOfProject(project.id, token),
  ]);
  if (!answer.ok) return answer;
  if (!groups.ok) return groups;
  const able = answer.value.filter(({ isActive, role }) => isActive && role >= DEVELOPER);
  const members = able.map(({ username, name, role }) => {
    return { name: `@${username}`, detail: [name, ROLES.get(role)].filter((word) => word !== undefined).join(', ') };
  });
  return success([...members, ...groups.value.map((group) => ({ name: `@${group}`, detail: 'group' }))]);
}

async function refs(gitlab: GitLab, project: string, token: CancellationToken): Promise<Result<readonly RemoteName[]>> {
  const [branches, tags] = await Promise.all([gitlab.branchNames(project, token), gitlab.tagNames(project, token)]);
  if (!branches.ok && !tags.ok) return branches;
  const list = (names: Result<readonly string[]>, detail: string): RemoteName[] =>
    names.ok ? names.value.map((name) => ({ name, detail })) : [];
  return success([...list(tags, 'tag'), ...list(branches, 'branch')]);
}

async function files(
  gitlab: GitLab,
  { project, ref, below }: Extract<NameQuestion, { kind: 'files' }>,
  token: CancellationToken,
): Promise<Result<readonly RemoteName[]>> {
  const lead = below.startsWith('/') ? '/' : '';
  const folder = below.replace(/^\/+|\/+$/g, '');
  const answer = await gitlab.tree(project, { folder, ...(ref !== undefined && { ref }) }, token);
  if (!answer.ok) return answer;
  const shown = answer.value.filter(({ path, isFolder }) => isFolder || /\.ya?ml$/i.test(path));
  return success(shown.map(({ path, isFolder }) => ({ name: `${lead}${path}${isFolder ? '/' : ''}` })));
}
