import path from 'node:path';
import type { CancellationToken } from '../../base/cancellation.ts';
import { parseJson } from '../../base/json.ts';
import { isRecord, ownText, ownValue, type DataRecord } from '../../base/record.ts';
import { failure, success, type Problem, type Result } from '../../base/result.ts';
import { runTool } from '../process.ts';

/** What a credential plugin answered. Certificates and keys are PEM. */
export interface ExecCredential {
  readonly token?: string;
  readonly certificate?: string;
  readonly key?: string;
  /** Milliseconds since 1970; absent when it does not say. */
  readonly expires?: number;
}

interface ExecRequest {
  /** The `exec` entry of the kubeconfig's user. */
  readonly plugin: DataRecord;
  readonly context: string;
  /** Of the kubeconfig: relative commands start here. */
  readonly folder: string;
  /** `spec.cluster` of the plugin's input, given when the entry asks for it. */
  readonly cluster: DataRecord;
  readonly environment: NodeJS.ProcessEnv;
}

/** A browser sign-in may be part of it. */
const PLUGIN_TIMEOUT_MS = 60_000;

/**
 * Runs a client-go credential plugin, as kubectl does but without a terminal.
 * https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
 */
export async function execCredential(request: ExecRequest, token: CancellationToken): Promise<Result<ExecCredential>> {
  const { plugin, context } = request;
  const command = ownText(plugin, 'command') ?? '';
  if (command === '' || plugin['interactiveMode'] === 'Always') return failure(cannotAsk(context, command));
  const variables = listOf(plugin['env']).flatMap((entry) => {
    const name = ownText(entry, 'name');
    return name === undefined ? [] : [[name, ownText(entry, 'value') ?? ''] as const];
  });
  const answer = await runTool({
    executable: /[\\/]/u.test(command) ? path.resolve(request.folder, command) : command,
    args: listOf(plugin['args']).map(String),
    cwd: request.folder,
    environment: { ...request.environment, ...Object.fromEntries(variables), KUBERNETES_EXEC_INFO: execInfo(request) },
    secrets: variables.filter(([name]) => /secret|token|password|key/iu.test(name)).map(([, value]) => value),
    timeout: PLUGIN_TIMEOUT_MS,
    maxBytes: 1024 * 1024,
    token,
  });
  if (!answer.ok) return failure(answer.problem.code === 'missing-tool' ? notThere(request, command) : answer.problem);
  if (answer.value.code !== 0) return failure(declined(context, command, answer.value.stderr));
  const credential = parseCredential(answer.value.stdout);
  return credential === undefined ? failure(notACredential(context, command)) : success(credential);
}

function execInfo({ plugin, cluster }: ExecRequest): string {
  const spec = { interactive: false, ...(plugin['provideClusterInfo'] === true && { cluster }) };
  return JSON.stringify({ apiVersion: plugin['apiVersion'], kind: 'ExecCredential', spec });
}

function parseCredential(text: string): ExecCredential | undefined {
  const parsed = parseJson(text);
  const status = parsed.ok ? ownValue(parsed.value, 'status') : undefined;
  const token = ownText(status, 'token');
  const certificate = ownText(status, 'clientCertificateData');
  const key = ownText(status, 'clientKeyData');
  if (token === undefined && (certificate === undefined || key === undefined)) return undefined;
  const expires = Date.parse(ownText(status, 'expirationTimestamp') ?? '');
  return {
    ...(token !== undefined && { token }),
    ...(certificate !== undefined && key !== undefined && { certificate, key }),
    ...(!Number.isNaN(expires) && { expires }),
  };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function notThere({ plugin, context }: ExecRequest, command: string): Problem {
  const hint = ownText(plugin, 'installHint')?.trim();
  return {
    code: 'missing-tool',
    message: `Context '${context}' signs in with the program '${command}', which is not on this machine.`,
    action: hint
      ? `Install it: ${hint}`
      : `Install '${command}', or put its folder on the PATH that the editor was started with.`,
  };
}

function declined(context: string, command: string, words: string): Problem {
  return {
    code: 'unauthorized',
    message: `The program '${command}' could not sign in to the cluster of context '${context}'.`,
    action: `Run '${command}' in a terminal, or sign in as your cluster's provider says, and try again.`,
    ...(words.trim() !== '' && { detail: words.trim().slice(0, 2000) }),
  };
}

function notACredential(context: string, command: string): Problem {
  return {
    code: 'tool-failed',
    message: `The program '${command}', which context '${context}' signs in with, answered no credential.`,
    action: `Run 'kubectl --context ${context} get namespaces' in a terminal to see what it asks for.`,
  };
}

function cannotAsk(context: string, command: string): Problem {
  return {
    code: 'unsupported',
    message:
      command === ''
        ? `The user of context '${context}' has an 'exec' entry without a command.`
        : `The program '${command}', which context '${context}' signs in with, wants a terminal to ask in.`,
    action: 'Choose a context that signs in without asking, for example with a token or a client certificate.',
  };
}

/** Whether a kubeconfig user signs in with a program. */
export function execPlugin(user: object | null): DataRecord | undefined {
  const exec = user !== null && 'exec' in user ? user.exec : undefined;
  return isRecord(exec) ? exec : undefined;
}
