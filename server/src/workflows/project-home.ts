import { neverCancelled } from '../base/cancellation.ts';
import type { Git } from '../workspace/ports/git.ts';
import type { ProjectHome } from '../workspace/ports/includes.ts';
import { otherForges, placeOn } from './find-projects.ts';
import { parseRemoteUrl, type RemoteAddress } from './remote-url.ts';

interface ProjectHomePorts {
  readonly git: Git;
  /** The instances that somebody is signed in to. */
  readonly instances: () => readonly string[];
}

/** Where a folder's repository is hosted, as its remotes say, `origin` first. Nobody is asked over the network. */
export async function findProjectHome({ git, instances }: ProjectHomePorts, folder: string): Promise<ProjectHome> {
  const repository = await git.openRepository(folder, neverCancelled);
  if (!repository.ok) return none('this folder is in no Git repository, so its GitLab is not known');
  const { root: top } = repository.value;
  const remotes = await repository.value.remotes();
  if (!remotes.ok) return { ...none(remotes.problem.message), top };
  const ordered = remotes.value.toSorted((a, b) => Number(b.name === 'origin') - Number(a.name === 'origin'));
  for (const { pushUrl } of ordered) {
    const address = parseRemoteUrl(pushUrl);
    if (address === undefined || otherForges.has(address.host)) continue;
    return { state: 'known', ...homeOf(address, instances()), top };
  }
  return { ...none('no Git remote of this folder points to a GitLab (git remote -v)'), top };
}

function homeOf(
  address: RemoteAddress,
  instances: readonly string[],
): { readonly instance: string; readonly project: string } {
  const places = instances.flatMap((instance) => placeOn(instance, address) ?? []);
  const certain = places.find(({ isCertain }) => isCertain);
  if (certain !== undefined) return { instance: certain.instance, project: certain.path };
  return { instance: address.origin ?? `https://${usualHost(address.host)}`, project: address.path };
}

/** GitLab.com takes SSH on port 443 at another host: https://docs.gitlab.com/user/ssh/ */
function usualHost(host: string): string {
  return host === 'altssh.gitlab.com' ? 'gitlab.com' : host;
}

function none(why: string): ProjectHome {
  return { state: 'none', why };
}
