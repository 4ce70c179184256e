import type { KubeConfig } from '@kubernetes/client-node/dist/config.js';
import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { failure, success, type Problem, type Result } from '../../base/result.ts';
import type { ClusterTarget } from '../../workspace/ports/cluster.ts';

/** A kubeconfig with the target's context chosen. */
export interface ChosenContext {
  readonly config: KubeConfig;
  readonly server: URL;
  readonly user: string;
  /** Where objects without a namespace are. */
  readonly namespace: string;
  /** Changes whenever the files do. */
  readonly version: string;
}

/** The kubeconfig files of a target, in kubectl's order: https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/ */
export function kubeconfigFiles(target: ClusterTarget, environment: NodeJS.ProcessEnv): string[] {
  if (target.kubeconfig !== undefined) return [target.kubeconfig];
  const named = (environment['KUBECONFIG'] ?? '').split(path.delimiter).filter((file) => file !== '');
  return named.length > 0 ? named : [path.join(environment['HOME'] ?? homedir(), '.kube', 'config')];
}

/** Names and times of the files that are there: when it is the same, so is their content. */
export async function versionOf(files: readonly string[]): Promise<string> {
  const stats = await Promise.all(files.map((file) => stat(file).catch(() => undefined)));
  return files.map((file, index) => `${file} ${stats[index]?.mtimeMs ?? '-'} ${stats[index]?.size ?? '-'}`).join('\n');
}

/**
 * Reads the files and chooses the context. A file that several of them have is the first one's, as in kubectl; a file that is not there is
 * passed over. The words of a parser never come through: they quote the file, and it holds credentials.
 */
export async function chooseContext(target: ClusterTarget, files: readonly string[]): Promise<Result<ChosenContext>> {
  const version = await versionOf(files);
  const present: string[] = [];
  for (const file of files) if (await isFile(file)) present.push(file);
  if (present.length === 0) return failure(noKubeconfig(files));
  // Loaded when the first cluster is asked, so that the start of the server does not pay for it.
  const { KubeConfig: Config } = await import('@kubernetes/client-node/dist/config.js');
  const config = new Config();
  for (const file of present) {
    const part = new Config();
    try {
      part.loadFromFile(file, { onInvalidEntry: 'filter' });
    } catch (error) {
      return failure(unreadable(file, error));
    }
    config.contexts = firstOfEach([...config.contexts, ...part.contexts]);
    config.clusters = firstOfEach([...config.clusters, ...part.clusters]);
    config.users = firstOfEach([...config.users, ...part.users]);
  }
  return choose(config, target.context, present, version);
}

function choose(config: KubeConfig, name: string, files: readonly string[], version: string): Result<ChosenContext> {
  const context = config.contexts.find((candidate) => candidate.name === name);
  if (context === undefined) return failure(noContext(config, name, files));
  const cluster = config.clusters.find((candidate) => candidate.name === context.cluster);
  if (cluster === undefined || !URL.canParse(cluster.server)) {
    return failure({
      code: 'invalid',
      message: `Context '${name}' names the cluster '${context.cluster}', which ${files.join(', ')} does not describe.`,
      action: `Add the cluster, or set the context's cluster with 'kubectl config set-context ${name} --cluster=NAME'.`,
    });
  }
  // The client takes the authority's certificate into account only where there is a user.
  if (!config.users.some((user) => user.name === context.user)) config.users.push({ name: context.user || 'nobody' });
  if (!context.user)
    config.contexts = config.contexts.map((each) => (each === context ? { ...each, user: 'nobody' } : each));
  config.setCurrentContext(name);
  return success({
    config,
    server: new URL(cluster.server),
    user: context.user,
    namespace: context.namespace ?? 'default',
    version,
  });
}

function firstOfEach<Entry extends { readonly name: string }>(entries: readonly Entry[]): Entry[] {
  return [...new Map(entries.toReversed().map((entry) => [entry.name, entry])).values()].toReversed();
}

async function isFile(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  return found?.isFile() ?? false;
}

function noKubeconfig(files: readonly string[]): Problem {
  return {
    code: 'not-found',
    message: `There is no kubeconfig: ${files.map((file) => `'${file}'`).join(', ')} does not exist.`,
    action: 'Sign in to the cluster with its own tool, which writes one, or let KUBECONFIG name yours.',
  };
}

function noContext(config: KubeConfig, name: string, files: readonly string[]): Problem {
  const names = config.contexts.map((context) => `'${context.name}'`);
  const there = names.length === 0 ? 'it has none' : `there are ${names.join(', ')}`;
  return {
    code: 'not-found',
    message: `${files.join(', ')} has no context '${name}'; ${there}.`,
    action: "Correct 'kubernetes.context' in .plumbline.yml, or add the context to the kubeconfig.",
  };
}

function unreadable(file: string, error: unknown): Problem {
  const line = lineOf(error);
  return {
    code: 'invalid',
    message: `The kubeconfig '${file}' cannot be read${line === undefined ? '' : `: line ${line} is not YAML`}.`,
    action: `Run 'kubectl --kubeconfig ${file} config view' to see what is wrong with it.`,
  };
}

/** The line where a YAML parser gave up, from 1. */
function lineOf(error: unknown): number | undefined {
  const mark: unknown = error instanceof Error && 'mark' in error ? error.mark : undefined;
  const line: unknown = typeof mark === 'object' && mark !== null && 'line' in mark ? mark.line : undefined;
  return typeof line === 'number' ? line + 1 : undefined;
}
