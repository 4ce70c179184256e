import type { CancellationToken } from '../base/cancellation.ts';
import { success, type Result } from '../base/result.ts';
import type { Project, ProjectsResult } from '../lsp/protocol.ts';
import type { Git, Remote } from '../workspace/ports/git.ts';
import type { GitLab, ProjectFacts } from '../workspace/ports/gitlab.ts';
import type { Accounts } from './accounts.ts';
import { parseRemoteUrl, type RemoteAddress } from './remote-url.ts';

export interface FindProjectsPorts {
  readonly git: Git;
  readonly accounts: Accounts;
}

/** Hosts that run something else than GitLab: signing in there is not offered, and they are not asked. */
export const otherForges: ReadonlySet<string> = new Set([
  'github.com',
  'ssh.github.com',
  'bitbucket.org',
  'altssh.bitbucket.org',
  'dev.azure.com',
  'ssh.dev.azure.com',
  'codeberg.org',
  'git.sr.ht',
]);

/** The projects that a folder's remotes name on the instances with an account, `origin` first. */
export async function findProjects(
  ports: FindProjectsPorts,
  folder: string,
  token: CancellationToken,
): Promise<Result<ProjectsResult>> {
  const repository = await ports.git.openRepository(folder, token);
  if (!repository.ok) return repository;
  const remotes = await repository.value.remotes();
  if (!remotes.ok) return remotes;
  const search: Search = { accounts: ports.accounts, token, projects: [], notes: [], unknownInstances: [] };
  if (remotes.value.length === 0)
    search.notes.push('This repository has no remote. Add one: git remote add origin URL');
  const ordered = remotes.value.toSorted((a, b) => Number(b.name === 'origin') - Number(a.name === 'origin'));
  for (const remote of ordered) await searchRemote(search, remote);
  const { projects, notes, unknownInstances } = search;
  const [only, ...others] = projects;
  const chosen = only !== undefined && others.length === 0 ? { chosen: only.id } : {};
  return success({ projects, notes, unknownInstances: [...new Set(unknownInstances)], ...chosen });
}

interface Search {
  readonly accounts: Accounts;
  readonly token: CancellationToken;
  readonly projects: Project[];
  readonly notes: string[];
  readonly unknownInstances: string[];
}

async function searchRemote(search: Search, remote: Remote): Promise<void> {
  const address = parseRemoteUrl(remote.pushUrl);
  if (address === undefined) {
    search.notes.push(`The remote '${remote.name}' points to a folder, not to a server.`);
    return;
  }
  if (otherForges.has(address.host)) {
    search.notes.push(`The remote '${remote.name}' points to ${address.host}, which is no GitLab.`);
    return;
  }
  const places = search.accounts.instances().flatMap((instance) => placeOn(instance, address) ?? []);
  const certain = places.filter((place) => place.isCertain);
  for (const place of certain.length > 0 ? certain : places) {
    if (await askInstance(search, remote, place)) return;
  }
  if (certain.length === 0) {
    search.unknownInstances.push(address.origin ?? `https://${address.host}`);
    search.notes.push(`You are not signed in to '${address.host}', which the remote '${remote.name}' points to.`);
  }
}

interface Place {
  readonly instance: string;
  readonly path: string;
  /** The host is the instance's; else only the instance can tell whether it serves that SSH host. */
  readonly isCertain: boolean;
  readonly address: RemoteAddress;
}

/** Where an address lies on an instance; undefined when it cannot be there. */
export function placeOn(instance: string, address: RemoteAddress): Place | undefined {
  const { hostname, origin, pathname } = new URL(instance);
  const root = pathname.replace(/^\//u, '').replace(/\/?$/u, '/').replace(/^\/$/u, '');
  if (address.transport === 'http') {
    if (address.origin !== origin || !address.path.startsWith(root)) return undefined;
    return { instance, path: address.path.slice(root.length), isCertain: true, address };
  }
  // GitLab.com takes SSH on port 443 at another host: https://docs.gitlab.com/user/ssh/
  const isCertain = address.host === hostname || (address.host === 'altssh.gitlab.com' && hostname === 'gitlab.com');
  return { instance, path: address.path, isCertain, address };
}

/** True when the instance has the project. */
async function askInstance(search: Search, remote: Remote, place: Place): Promise<boolean> {
  const { instance, path, isCertain, address } = place;
  const gitlab = await search.accounts.connect(instance);
  const found = gitlab.ok ? await gitlab.value.project(path, search.token) : gitlab;
  if (!found.ok) {
    if (isCertain) search.notes.push(`'${path}' on ${instance}: ${found.problem.message}`);
    return false;
  }
  if (!isCertain && parseRemoteUrl(found.value.sshUrl)?.host !== address.host) return false;
  addProject(search, remote, { gitlab, facts: found.value, path });
  return true;
}

function addProject(
  search: Search,
  remote: Remote,
  found: { readonly gitlab: Result<GitLab>; readonly facts: ProjectFacts; readonly path: string },
): void {
  const { facts, path, gitlab } = found;
  const instance = gitlab.ok ? gitlab.value.instance : '';
  if (facts.path.toLowerCase() !== path.toLowerCase()) {
    search.notes.push(
      `The project '${path}' has moved to '${facts.path}'. Set the new address: git remote set-url ${remote.name} ${movedUrl(remote, facts)}`,
    );
  }
  if (search.projects.some((known) => known.instance === instance && known.id === facts.id)) return;
  const { id, name, webUrl, defaultBranch = 'main' } = facts;
  search.projects.push({ instance, id, path: facts.path, name, webUrl, defaultBranch, remote: remote.name });
}

function movedUrl(remote: Remote, facts: ProjectFacts): string {
  return /^https?:/iu.test(remote.pushUrl) ? facts.httpUrl : facts.sshUrl;
}
