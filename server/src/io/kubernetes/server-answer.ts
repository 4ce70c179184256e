import { parseJson } from '../../base/json.ts';
import { ownText, ownValueAt } from '../../base/record.ts';
import type { Problem } from '../../base/result.ts';
import type { Connection, ServerAnswer } from './connection.ts';

/** The `Status` object that the API server answers instead of what was asked for. */
interface Status {
  readonly reason: string;
  readonly message: string;
  /** The object that it speaks of. */
  readonly name?: string;
}

/** Undefined when the answer is not one of a Kubernetes API server, such as a proxy's error page. */
export function statusOf(answer: ServerAnswer): Status | undefined {
  const parsed = parseJson(answer.body);
  if (!parsed.ok || ownText(parsed.value, 'kind') !== 'Status') return undefined;
  const name = ownValueAt(parsed.value, 'details', 'name');
  return {
    reason: ownText(parsed.value, 'reason') ?? '',
    message: ownText(parsed.value, 'message') ?? '',
    ...(typeof name === 'string' && { name }),
  };
}

/** What an answer that is not the wanted one means for the user, in the server's own words where it has some. */
export function problemOf(answer: ServerAnswer, connection: Connection): Problem {
  const { context, user, host } = connection;
  const words = statusOf(answer)?.message ?? '';
  if (answer.status === 401) {
    return {
      code: 'unauthorized',
      message: `The cluster at ${host} does not accept the credentials of context '${context}' (user '${user}'); they may have expired.`,
      action: `Sign in to the cluster again as its provider says; 'kubectl --context ${context} get namespaces' shows whether it worked.`,
    };
  }
  if (answer.status === 403) {
    return {
      code: 'forbidden',
      message:
        words === ''
          ? `The cluster at ${host} refuses user '${user}' of context '${context}'.`
          : `The cluster refuses: ${words}`,
      action: "Ask the cluster's administrator for a role with 'get' on it, or choose another context.",
    };
  }
  if (answer.status === 429) {
    return { code: 'rate-limited', message: `The cluster at ${host} is too busy.`, action: 'Try again in a minute.' };
  }
  return {
    code: 'server-error',
    message: `The cluster at ${host} (context '${context}') answered ${answer.status}${words === '' ? ', and not as a Kubernetes API server does' : `: ${words}`}.`,
    action: "Check 'server' and 'proxy-url' of the cluster in the kubeconfig if it stays so.",
  };
}
