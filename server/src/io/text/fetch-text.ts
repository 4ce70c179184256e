import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Dispatcher, Response } from 'undici';
import type { TextAnswer } from '../../workspace/ports/text.ts';
import { errorCode, isCertificateError } from '../network-error.ts';
import { BLOCKED, isPrivateAddress } from './private-address.ts';

/** What is asked for, and how far that may lead. */
interface TextQuestion {
  readonly url: URL;
  /** By default GET; of HEAD only the headers of the answer count. */
  readonly method?: 'GET' | 'HEAD';
  readonly headers: Readonly<Record<string, string>>;
  readonly etag?: string | undefined;
  readonly maxBytes: number;
  /** Milliseconds until the whole answer has to be there, redirects included. */
  readonly timeout: number;
  /** Nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
  /** Redirects to other servers are not followed: the headers are for this one. */
  readonly staysOnServer: boolean;
  /** Whether the server may have an address of this machine or of a private network. */
  readonly mayBePrivate: (url: URL) => boolean;
  readonly dispatcherFor: (mayBePrivate: boolean) => Promise<Dispatcher>;
}

const REDIRECTS = 5;
const redirecting = new Set([301, 302, 303, 307, 308]);

/** Asks a server for a text. The text is read up to its limit only, however long it claims to be. */
export async function fetchText(question: TextQuestion): Promise<TextAnswer> {
  const timeout = AbortSignal.timeout(question.timeout);
  const limit = question.signal === undefined ? timeout : AbortSignal.any([timeout, question.signal]);
  let { url } = question;
  for (let redirects = 0; ; redirects++) {
    const answer = await askOnce(question, url, limit);
    if (answer.state !== 'answer' || !redirecting.has(answer.status)) return answer;
    const next = nextUrl(answer.headers['location'], url);
    if (next === undefined || redirects === REDIRECTS) return answer;
    if (question.staysOnServer && next.origin !== url.origin) {
      return { state: 'moved', to: next.origin, url: next.href };
    }
    url = next;
  }
}

function nextUrl(location: string | undefined, from: URL): URL | undefined {
  if (location === undefined || !URL.canParse(location, from.href)) return undefined;
  const next = new URL(location, from);
  return /^https?:$/u.test(next.protocol) ? next : undefined;
}

async function askOnce(question: TextQuestion, url: URL, signal: AbortSignal): Promise<TextAnswer> {
  const mayBePrivate = question.mayBePrivate(url);
  if (!mayBePrivate && (await leadsToPrivate(url.hostname))) return { state: 'blocked', host: url.host };
  const dispatcher = await question.dispatcherFor(mayBePrivate);
  try {
    const { fetch } = await import('../undici.ts');
    const response = await fetch(url, {
      method: question.method ?? 'GET',
      headers: { ...question.headers, ...(question.etag !== undefined && { 'if-none-match': question.etag }) },
      redirect: 'manual',
      dispatcher,
      signal,
    });
    return await readAnswer(response, question.maxBytes);
  } catch (error) {
    return failureOf(error, url, signal);
  }
}

/** Behind a proxy nothing is connected to from here; what the name leads to is then looked up beforehand. */
async function leadsToPrivate(hostname: string): Promise<boolean> {
  const bare = hostname.replace(/^\[|\]$/gu, '');
  if (isIP(bare) !== 0) return isPrivateAddress(bare);
  if (bare === 'localhost' || bare.endsWith('.localhost')) return true;
  const found = await lookup(bare, { all: true }).catch(() => []);
  return found.some(({ address }) => isPrivateAddress(address));
}

async function readAnswer(response: Response, maxBytes: number): Promise<TextAnswer> {
  const { status } = response;
  const headers = Object.fromEntries(response.headers.entries());
  const announced = Number(headers['content-length'] ?? 0);
  if (announced > maxBytes) {
    await response.body?.cancel();
    return { state: 'too-large' };
  }
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    const bytes = part as Uint8Array;
    length += bytes.length;
    // Leaving the loop ends the connection.
    if (length > maxBytes) return { state: 'too-large' };
    parts.push(bytes);
  }
  return { state: 'answer', status, bytes: Buffer.concat(parts), headers };
}

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'it refuses the connection',
  ECONNRESET: 'it broke the connection off',
  UND_ERR_SOCKET: 'it broke the connection off',
  ENOTFOUND: 'its name is not known; there may be no network',
  EAI_AGAIN: 'its name cannot be looked up; there may be no network',
  ENETUNREACH: 'there is no way to it from here',
  EHOSTUNREACH: 'there is no way to it from here',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer',
};

function failureOf(error: unknown, { host }: URL, signal: AbortSignal): TextAnswer {
  const code = errorCode(error);
  if (code === BLOCKED) return { state: 'blocked', host };
  if (signal.aborted) return { state: 'failed', why: `'${host}' has not answered in time` };
  if (isCertificateError(code)) {
    return { state: 'failed', why: `the certificate of '${host}' is not trusted (${code})`, isUntrusted: true };
  }
  const why = Object.hasOwn(words, code) ? (words[code] ?? '') : `the connection failed (${code || 'unknown reason'})`;
  return { state: 'failed', why: `'${host}': ${why}` };
}
