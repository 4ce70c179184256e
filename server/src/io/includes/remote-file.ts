import type { TextAnswer } from '../../workspace/ports/text.ts';
import type { CachedFile } from './cache.ts';
import type { Found } from './found.ts';
import { withoutAnswer } from './project-file.ts';

const reasons: Readonly<Record<number, string>> = {
  401: ' (it wants somebody to sign in, which GitLab does not)',
  403: ' (forbidden)',
  404: ' (not found)',
  410: ' (gone)',
};

/** Asks any server for a file, as nobody (https://docs.gitlab.com/ci/yaml/#includeremote). */
export async function findRemote(
  url: URL,
  copy: CachedFile | undefined,
  ask: (url: URL, etag: string | undefined) => Promise<TextAnswer>,
): Promise<Found> {
  const answer = await ask(url, copy?.etag);
  if (answer.state !== 'answer') return withoutAnswer(answer, url.href);
  const { status, bytes, headers } = answer;
  if (status === 304) return { state: 'unchanged' };
  if (status >= 200 && status < 300) {
    const etag = headers['etag'];
    return { state: 'file', file: { bytes, ...(etag !== undefined && { etag }) } };
  }
  const message = `'${url.href}' answers with ${status}${reasons[status] ?? ''}`;
  return { state: 'fault', fault: { kind: 'status', status, message } };
}
