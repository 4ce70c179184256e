import { shownUrl } from '../../workspace/include-address.ts';
import type { TextAnswer } from '../../workspace/ports/text.ts';
import type { CachedFile } from './cache.ts';
import { refused, type Found } from './found.ts';
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
  if (answer.state !== 'answer') return withoutAnswer(answer, shownUrl(url.href));
  const { status, bytes, headers } = answer;
  if (status === 304) return { state: 'unchanged' };
  if (status >= 200 && status < 300) {
    const page = pageIn(url, bytes);
    if (page !== undefined) return page;
    const etag = headers['etag'];
    return { state: 'file', file: { bytes, ...(etag !== undefined && { etag }) } };
  }
  const message = `'${shownUrl(url.href)}' answers with ${status}${reasons[status] ?? ''}`;
  return { state: 'fault', fault: { kind: 'status', status, message } };
}

/** Undefined for what is no web page, whatever its server calls it. */
function pageIn(url: URL, bytes: Uint8Array): Found | undefined {
  const text = Buffer.from(bytes.subarray(0, 20_000)).toString('utf8');
  if (!/^\uFEFF?\s*<(?:!doctype\s+html|html|\?xml)[\s>]/iu.test(text)) return undefined;
  const name = shownUrl(url.href);
  const raw = /\/-\/blob\/|^https:\/\/github\.com\/[^/]+\/[^/]+\/blob\//u.test(url.href);
  if (raw) return refused('page', `'${name}' is the web page that shows the file`, 'use the address of the raw file');
  if (!/sign[ _-]?in|log[ _-]?in|<input[^>]+password/iu.test(text)) {
    return refused('page', `'${name}' gives a web page, not a file`);
  }
  return refused(
    'page',
    `'${name}' gives a page to sign in on, not the file: it is not public, and GitLab signs in for no address`,
    "include a file of a private project with 'project' and 'file'",
  );
}
