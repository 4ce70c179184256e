import { failure, success, type Result } from '../base/result.ts';
import type { ConnectGitLab, GitLab } from '../workspace/ports/gitlab.ts';

/** The instances that somebody is signed in to. Tokens are held in memory only, inside the closures of the ports. */
export interface Accounts {
  /** The instances that there is a token for, in memory or with whoever keeps tokens. */
  readonly instances: () => readonly string[];
  /** The port of an instance; asks the keeper of tokens when there is none in memory. 'unauthorized' without a token. */
  readonly connect: (instance: string) => Promise<Result<GitLab>>;
  readonly set: (instance: string, gitlab: GitLab) => void;
  readonly forget: (instance: string) => void;
  /** The instances that the keeper of tokens has told of. */
  readonly setKnown: (instances: readonly string[]) => void;
}

interface AccountPorts {
  readonly connectGitLab: ConnectGitLab;
  /** Asks the client, which has a secret storage; null when it has none for the instance. */
  readonly readToken: (instance: string) => Promise<string | null>;
}

/** Accounts without anybody signed in; tokens are asked for when an instance is first used. */
export function createAccounts(ports: AccountPorts): Accounts {
  const connected = new Map<string, GitLab>();
  let known: readonly string[] = [];
  return {
    instances: () => [...new Set([...known, ...connected.keys()])],
    connect: async (instance) => {
      const present = connected.get(instance);
      if (present !== undefined) return success(present);
      const token = await ports.readToken(instance);
      if (token === null) return failure(notSignedIn(instance));
      const gitlab = ports.connectGitLab(instance, token);
      connected.set(instance, gitlab);
      return success(gitlab);
    },
    set: (instance, gitlab) => {
      connected.set(instance, gitlab);
    },
    forget: (instance) => {
      connected.delete(instance);
      known = known.filter((other) => other !== instance);
    },
    setKnown: (instances) => {
      known = instances;
      for (const instance of connected.keys()) if (!instances.includes(instance)) connected.delete(instance);
    },
  };
}

function notSignedIn(instance: string): Parameters<typeof failure>[0] {
  return {
    code: 'unauthorized',
    message: `You are not signed in to '${instance}'.`,
    action: `Run 'Plumbline: Sign In' with an access token that has the scope api.`,
  };
}
