import type { CancellationToken } from '../base/cancellation.ts';
import { failure, success, type Result } from '../base/result.ts';
import type { Project } from '../lsp/protocol.ts';
import { findProjects, type FindProjectsPorts } from './find-projects.ts';

/**
 * The project that a folder's remotes name, without anybody having signed in: the instance is the host of the first
 * remote that may be a GitLab, `origin` before others. No other host is asked, so that none gets the token.
 */
export async function projectOfRemote(
  ports: FindProjectsPorts,
  folder: string,
  token: CancellationToken,
): Promise<Result<Project>> {
  const hosts = await findProjects(ports, folder, token);
  if (!hosts.ok) return hosts;
  const [instance] = hosts.value.unknownInstances;
  if (instance === undefined) return noProject(hosts.value.notes);
  const connected = await ports.accounts.connect(instance);
  if (!connected.ok) return failure(noToken(instance));
  ports.accounts.setKnown([instance]);
  const found = await findProjects(ports, folder, token);
  if (!found.ok) return found;
  const [project] = found.value.projects;
  return project === undefined ? noProject(found.value.notes.slice(0, 1)) : success(project);
}

function noToken(instance: string): Parameters<typeof failure>[0] {
  return {
    code: 'unauthorized',
    message: `There is no access token for '${instance}'.`,
    action: 'Set the environment variable PLUMBLINE_TOKEN, or GITLAB_TOKEN, to one with the scope api',
  };
}

function noProject(notes: readonly string[]): ReturnType<typeof failure> {
  return failure({
    code: 'not-found',
    message: `No GitLab project is known for this folder. ${notes.join(' ')}`.trim(),
    action: "Check the remote (git remote -v) and the token's access",
  });
}
