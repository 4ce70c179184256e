import type { TextAnswer, TextRequest } from '../../workspace/ports/text.ts';
import { fetchText } from '../text/fetch-text.ts';
import { withoutValues } from '../process.ts';
import type { GitLabAccess } from './access.ts';
import { RequestProblem } from './request-problem.ts';
import type { Requester } from './requester.ts';

/** Asks the API for a text. The token goes to the instance that it is for and nowhere else. */
export async function readText(
  { instance, secret, userAgent }: GitLabAccess,
  requester: Requester,
  { endpoint, etag, maxBytes, timeout }: TextRequest,
): Promise<TextAnswer> {
  const answer = await fetchText({
    url: new URL(`${instance}/api/v4/${endpoint}`),
    headers: { authorization: `Bearer ${secret}`, 'user-agent': userAgent },
    etag,
    maxBytes,
    timeout,
    staysOnServer: true,
    mayBePrivate: () => true,
    dispatcherFor: () => requester.dispatcher(),
  }).catch((error: unknown): TextAnswer => {
    if (error instanceof RequestProblem) return { state: 'failed', why: error.problem.message };
    throw error;
  });
  return answer.state === 'failed' ? { ...answer, why: withoutValues(answer.why, [secret]) } : answer;
}
