import type * as vscode from 'vscode';
import type { Redaction } from './redaction.ts';

/** Tokens in the editor's secret storage, one for each instance. Every token that passes here is removed from all logs from then on. */
export interface TokenStore {
  readonly instances: () => readonly string[];
  readonly read: (instance: string) => Promise<string | undefined>;
  readonly write: (instance: string, token: string) => Promise<void>;
  readonly remove: (instance: string) => Promise<void>;
}

const instancesKey = 'plumbline.instances';
const secretKey = (instance: string): string => `plumbline.token:${instance}`;

/** The store of this extension. What it reads or writes is remembered by `redaction`. */
export function createTokenStore(context: vscode.ExtensionContext, redaction: Redaction): TokenStore {
  const instances = (): readonly string[] => context.globalState.get<readonly string[]>(instancesKey) ?? [];
  return {
    instances,
    read: async (instance) => {
      const token = await context.secrets.get(secretKey(instance));
      if (token !== undefined) redaction.remember(token);
      return token;
    },
    write: async (instance, token) => {
      redaction.remember(token);
      await context.secrets.store(secretKey(instance), token);
      await context.globalState.update(instancesKey, [...new Set([...instances(), instance])].sort());
    },
    remove: async (instance) => {
      await context.secrets.delete(secretKey(instance));
      await context.globalState.update(
        instancesKey,
        instances().filter((other) => other !== instance),
      );
    },
  };
}
