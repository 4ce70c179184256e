import { createGit } from './io/git/git.ts';
import { createGitLab } from './io/gitlab/gitlab.ts';
import { createIncludeReader } from './io/includes/include-reader.ts';
import { defaultStorageFolder } from './io/storage.ts';
import { productVersion } from './product-version.ts';
import { tokenIn } from './token-in-environment.ts';
import { createAccounts } from './workflows/accounts.ts';
import { findProjectHome } from './workflows/project-home.ts';
import type { IncludeReader, ProjectHome } from './workspace/ports/includes.ts';
import { defaultSettings } from './workspace/settings.ts';

/**
 * What reads included files for commands. The token of the environment goes to the instance that a folder's Git remote
 * names and to no other, whatever a file says. Loaded when a pipeline first includes such a file.
 */
export function createCommandIncludes(environment: NodeJS.ProcessEnv, isOffline: boolean): IncludeReader {
  const userAgent = `plumbline/${productVersion}`;
  const git = createGit(() => defaultSettings.executables.git);
  const homes = new Set<string>();
  const accounts = createAccounts({
    connectGitLab: (instance, secret) =>
      createGitLab({ instance, secret, connection: () => defaultSettings.gitlab, userAgent }),
    readToken: (instance) => Promise.resolve(homes.has(instance) ? tokenIn(environment) : null),
  });
  return createIncludeReader({
    cacheFolder: () => `${defaultStorageFolder(environment)}/includes`,
    settings: () => defaultSettings,
    connect: accounts.connect,
    instances: () => [],
    home: async (folder): Promise<ProjectHome> => {
      const home = await findProjectHome({ git, instances: () => [] }, folder);
      if (home.state === 'known') homes.add(home.instance);
      return home;
    },
    userAgent,
    freshness: isOffline ? 'offline' : 'renewed',
  });
}
