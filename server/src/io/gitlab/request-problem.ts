import type { Problem, ProblemCode } from '../../base/result.ts';
import { readErrorBody, type ErrorBody } from './error-body.ts';

/** Carries a problem through gitbeaker's promises; caught where the call was made. */
export class RequestProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

export interface FailedAnswer {
  readonly instance: string;
  readonly method: string;
  /** Below `/api/v4/`, without its query. */
  readonly path: string;
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly retryAfter?: number;
  readonly requestId?: string;
}

/** Whether a request changes nothing on the server, so that it can be sent again: lint is asked with POST for its size only. */
export function onlyReads({ method, path }: { readonly method: string; readonly path: string }): boolean {
  return method === 'GET' || /(?:^|\/)ci\/lint$/u.test(path);
}

/** The problem behind an answer that is no success. */
export function statusProblem(answer: FailedAnswer): Problem {
  const body = readErrorBody(answer.body, answer.contentType);
  const detail = detailOf(answer, body);
  if (!onlyReads(answer) && answer.status >= 500) {
    return {
      code: 'unknown-outcome',
      message: `GitLab failed (${answer.status}) while it worked on the request; it may or may not have been done.`,
      action: 'Run the command again: it looks first and does only what is missing.',
      detail,
    };
  }
  const known = statusTexts(answer, body);
  const message = body.isPage ? pageMessage(answer, known.message) : known.message;
  return { code: known.code, message, action: known.action, detail };
}

/** A success that is a page and not data: a sign-in page of a proxy before GitLab, or a wrong address. */
export function pageProblem(answer: FailedAnswer): Problem {
  return {
    code: 'refused',
    message: `'${answer.instance}' answered with a web page where GitLab's data was expected: a sign-in page or a proxy answers in its place.`,
    action: 'Check the instance URL, and that this machine may use GitLab’s API without signing in to a proxy.',
    detail: detailOf(answer, readErrorBody(answer.body, answer.contentType)),
  };
}

interface Texts {
  readonly code: ProblemCode;
  readonly message: string;
  readonly action: string;
}

function statusTexts(answer: FailedAnswer, body: ErrorBody): Texts {
  const { instance, status } = answer;
  const words = body.isPage ? '' : body.messages.join('; ');
  switch (status) {
    case 401:
      return unauthorized(instance, body);
    case 403:
      return forbidden(instance, body, words);
    case 404:
      return {
        code: 'not-found',
        message: `GitLab found nothing at this address, or you may not see it: ${words || '404'}`,
        action: 'Check that the project still exists and that your account is a member.',
      };
    case 409:
      return {
        code: 'conflict',
        message: words || 'GitLab reports a conflict (409).',
        action: 'Run the command again.',
      };
    case 429:
      return rateLimited(instance, answer.retryAfter);
    default:
      if (status >= 500) {
        // GitLab's own words often begin with the status: `500 Internal Server Error`.
        const what = words.startsWith(String(status)) ? words : [String(status), words].join(' ').trim();
        const message = `GitLab at '${instance}' failed: ${what}`;
        return { code: 'server-error', message, action: 'Try again in a while.' };
      }
      return {
        code: 'invalid',
        message: `GitLab did not accept the request: ${words || String(status)}`,
        action: 'Change what GitLab names and run the command again.',
      };
  }
}

function unauthorized(instance: string, body: ErrorBody): Texts {
  const words = body.messages.join(' ');
  const why = /revoked/iu.test(words) ? 'was revoked' : /expired/iu.test(words) ? 'has expired' : 'is not accepted';
  return {
    code: 'unauthorized',
    message: `The access token for '${instance}' ${why}.`,
    action: 'Make a new token with the scope api and sign in with it.',
  };
}

function forbidden(instance: string, body: ErrorBody, words: string): Texts {
  if (body.word === 'insufficient_scope') {
    const wanted = body.scopes?.[0] ?? 'api';
    return {
      code: 'forbidden',
      message: `The access token for '${instance}' lacks the scope '${wanted}'.`,
      action: `Make a token with the scope ${wanted} and sign in with it.`,
    };
  }
  return {
    code: 'forbidden',
    message: `You may not do this on '${instance}'${words === '' ? '' : `: ${words}`}`,
    action: 'Ask a maintainer of the project for the role that it needs (Developer for merge requests).',
  };
}

function rateLimited(instance: string, retryAfter: number | undefined): Texts {
  const wait = retryAfter === undefined ? 'a minute' : `${retryAfter} seconds`;
  return {
    code: 'rate-limited',
    message: `'${instance}' has had too many requests from you.`,
    action: `Wait ${wait} and try again.`,
  };
}

function pageMessage({ instance, status }: FailedAnswer, otherwise: string): string {
  if (status === 401 || status === 429) return otherwise;
  return `'${instance}' answered with a web page (${status}) where GitLab's data was expected: a proxy or a sign-in page answers in its place.`;
}

function detailOf({ method, path, status, requestId }: FailedAnswer, body: ErrorBody): string {
  const words = body.messages.join('\n');
  const id = requestId === undefined ? '' : ` (request ${requestId})`;
  return `${method} ${path} → ${status}${id}${words === '' ? '' : `\n${words}`}`;
}

/** For a proxy that is no address and a file of certificates that cannot be read. */
export function unusableSettings(
  { certificateFile = '', proxy = '' }: { readonly certificateFile?: string; readonly proxy?: string },
  error: unknown,
): RequestProblem {
  return new RequestProblem({
    code: 'invalid',
    message: `The connection settings cannot be used (certificate file '${certificateFile}', proxy '${proxy}').`,
    action: 'Correct plumbline.gitlab.certificateFile or the proxy in the settings.',
    detail: error instanceof Error ? error.message : String(error),
  });
}
