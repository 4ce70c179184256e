import { Agent, request as httpsRequest, type RequestOptions } from 'node:https';
import { Agent as HttpAgent, request as httpRequest, type OutgoingHttpHeaders } from 'node:http';
import path from 'node:path';
import type { CancellationToken } from '../../base/cancellation.ts';
import { failure, success, type Problem, type Result } from '../../base/result.ts';
import type { ClusterTarget } from '../../workspace/ports/cluster.ts';
import { errorCode, isCertificateError } from '../network-error.ts';
import { execCredential, execPlugin, type ExecCredential } from './exec-credential.ts';
import { chooseContext, kubeconfigFiles, type ChosenContext } from './kubeconfig.ts';

/** What the client library says about a request: certificates, agent and the headers that sign in. */
type SignedOptions = Omit<RequestOptions, 'headers'> & { readonly headers: OutgoingHttpHeaders };

export interface ServerAnswer {
  readonly status: number;
  readonly body: string;
}

/** One API server as one user. It can only read: there is no way to send another method than GET. */
export interface Connection {
  readonly context: string;
  readonly user: string;
  readonly namespace: string;
  readonly host: string;
  /** Of the kubeconfig that it was made from. */
  readonly version: string;
  readonly isExpired: () => boolean;
  /** `path` starts with `/api/` or `/apis/`, with its segments encoded. Redirects are answers, never followed. */
  readonly get: (path: string, token: CancellationToken) => Promise<Result<ServerAnswer>>;
  readonly close: () => void;
}

export const MAX_CONNECTIONS = 6;
const REQUEST_TIMEOUT_MS = 20_000;
/** An object is at most 1.5 MB in etcd; as JSON with its managed fields it stays far below this. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

/** Signs in as the kubeconfig says. Nothing is asked of the API server yet. */
export async function connect(
  target: ClusterTarget,
  environment: NodeJS.ProcessEnv,
  token: CancellationToken,
): Promise<Result<Connection>> {
  const files = kubeconfigFiles(target, environment);
  const chosen = await chooseContext(target, files);
  if (!chosen.ok) return chosen;
  const folder = path.dirname(files[0] ?? '.');
  const credential = await signIn(chosen.value, target.context, { folder, environment }, token);
  if (!credential.ok) return credential;
  const options: SignedOptions = { headers: {} };
  try {
    await chosen.value.config.applyToHTTPSOptions(options);
  } catch (error) {
    return failure(cannotSignIn(target.context, error));
  }
  return success(open(target.context, chosen.value, options, credential.value));
}

/** Gives the credential of a sign-in program, where there is one, to the client; its own way cannot be cancelled or timed. */
async function signIn(
  chosen: ChosenContext,
  context: string,
  place: { readonly folder: string; readonly environment: NodeJS.ProcessEnv },
  token: CancellationToken,
): Promise<Result<ExecCredential>> {
  const { config } = chosen;
  const plugin = execPlugin(config.getCurrentUser());
  if (plugin === undefined) return success({});
  const cluster = config.getCurrentCluster();
  const answer = await execCredential(
    {
      ...place,
      plugin,
      context,
      cluster: {
        server: cluster?.server,
        'certificate-authority-data': cluster?.caData,
        'tls-server-name': cluster?.tlsServerName,
        'insecure-skip-tls-verify': cluster?.skipTLSVerify,
        'proxy-url': cluster?.proxyUrl,
      },
    },
    token,
  );
  if (!answer.ok) return answer;
  const { token: bearer, certificate, key } = answer.value;
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  config.users = config.users.map((user) =>
    user.name !== chosen.user
      ? user
      : {
          name: user.name,
          ...(bearer !== undefined && { token: bearer }),
          ...(certificate !== undefined && { certData: base64(certificate) }),
          ...(key !== undefined && { keyData: base64(key) }),
        },
  );
  return answer;
}

function open(context: string, chosen: ChosenContext, options: SignedOptions, credential: ExecCredential): Connection {
  const { server } = chosen;
  const agent = agentFor(chosen, options);
  const prefix = server.pathname.replace(/\/$/u, '');
  const start = server.protocol === 'http:' ? httpRequest : httpsRequest;
  const describe = (error: unknown): Problem => unreachable(context, server.host, error);
  return {
    context,
    user: chosen.user,
    namespace: chosen.namespace,
    host: server.host,
    version: chosen.version,
    isExpired: () => credential.expires !== undefined && credential.expires <= Date.now(),
    close: () => {
      agent.destroy();
    },
    get: (place, token) => {
      const asked: RequestOptions = {
        ...options,
        agent,
        method: 'GET',
        hostname: server.hostname.replace(/^\[|\]$/gu, ''),
        port: server.port || (server.protocol === 'http:' ? 80 : 443),
        path: prefix + place,
        headers: { ...options.headers, accept: 'application/json' },
      };
      return exchange((signal) => start({ ...asked, signal }), describe, token);
    },
  };
}

/** The client's own agent opens a new connection for each request; only the ones for proxies are used. */
function agentFor(chosen: ChosenContext, options: SignedOptions): Agent | HttpAgent {
  if (chosen.config.getCurrentCluster()?.proxyUrl !== undefined && options.agent instanceof HttpAgent)
    return options.agent;
  const kept = { keepAlive: true, maxSockets: MAX_CONNECTIONS };
  if (chosen.server.protocol === 'http:') return new HttpAgent(kept);
  const { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername } = options;
  return new Agent({ ...kept, ca, cert, key, pfx, passphrase, rejectUnauthorized, servername });
}

function exchange(
  start: (signal: AbortSignal) => ReturnType<typeof httpsRequest>,
  describe: (error: unknown) => Problem,
  token: CancellationToken,
): Promise<Result<ServerAnswer>> {
  const cancelled: Problem = { code: 'cancelled', message: 'The question to the cluster was cancelled.' };
  if (token.isCancellationRequested) return Promise.resolve(failure(cancelled));
  return new Promise((resolve) => {
    const abort = new AbortController();
    const timer = setTimeout(() => {
      abort.abort();
    }, REQUEST_TIMEOUT_MS);
    const subscription = token.onCancellationRequested(() => {
      abort.abort();
    });
    const finish = (result: Result<ServerAnswer>): void => {
      clearTimeout(timer);
      subscription.dispose();
      resolve(token.isCancellationRequested ? failure(cancelled) : result);
    };
    const sent = start(abort.signal);
    sent.on('error', (error) => {
      finish(failure(describe(error)));
    });
    sent.on('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > MAX_ANSWER_BYTES) response.destroy(new Error('The answer is longer than 16 MB.'));
        else chunks.push(chunk);
      });
      response.on('error', (error) => {
        finish(failure(describe(error)));
      });
      response.on('end', () => {
        finish(success({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }));
      });
    });
    sent.end();
  });
}

function unreachable(context: string, host: string, error: unknown): Problem {
  const code = errorCode(error);
  const detail = error instanceof Error ? error.message : String(error);
  if (code === 'ABORT_ERR') {
    return {
      code: 'offline',
      message: `The cluster at ${host} (context '${context}') does not answer.`,
      action: wayOut(context),
    };
  }
  if (isCertificateError(code)) {
    return {
      code: 'refused',
      message: `The certificate of the cluster at ${host} (context '${context}') is not one that the kubeconfig trusts.`,
      action: "Check 'certificate-authority' and 'tls-server-name' of the cluster in the kubeconfig.",
      detail,
    };
  }
  return {
    code: 'offline',
    message: `The cluster at ${host} (context '${context}') cannot be reached.`,
    action: wayOut(context),
    detail,
  };
}

function wayOut(context: string): string {
  return `Check the network or VPN; 'kubectl --context ${context} version' asks the same server.`;
}

function cannotSignIn(context: string, error: unknown): Problem {
  return {
    code: errorCode(error) === 'ENOENT' ? 'missing-tool' : 'unauthorized',
    message: `The credentials of context '${context}' cannot be used.`,
    action: `Run 'kubectl --context ${context} version' in a terminal to sign in again or to see what is wrong.`,
    // A parser quotes the text that it could not read, and here that may be a token.
    ...(error instanceof Error && !(error instanceof SyntaxError) && { detail: error.message }),
  };
}
