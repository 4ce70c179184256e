import { parseJson } from '../../base/json.ts';
import { isRecord, ownText, ownValue } from '../../base/record.ts';

/** What an error answer says, whatever its shape. */
export interface ErrorBody {
  /** In GitLab's own words; empty when it says nothing. */
  readonly messages: readonly string[];
  /** `invalid_token`, `insufficient_scope`, … where GitLab gives one. */
  readonly word?: string;
  /** Scopes that would do, with `insufficient_scope`. */
  readonly scopes?: readonly string[];
  readonly isPage: boolean;
}

/**
 * Reads GitLab's error bodies: `error` text with `error_description` and `scope`, `message` as text, as list, as lists
 * by field, as `{error}`; plain text; a page of HTML. https://docs.gitlab.com/api/rest/troubleshooting/
 */
export function readErrorBody(body: string, contentType: string): ErrorBody {
  if (isPage(body, contentType)) return { messages: [pageTitle(body)].filter((title) => title !== ''), isPage: true };
  const parsed = parseJson(body);
  if (!parsed.ok || !isRecord(parsed.value)) return { messages: shortText(body), isPage: false };
  const error = ownText(parsed.value, 'error');
  const description = ownText(parsed.value, 'error_description');
  const scope = ownText(parsed.value, 'scope');
  const messages = [...wordsOf(ownValue(parsed.value, 'message')), ...wordsOf(description ?? error)];
  return {
    messages,
    ...(error !== undefined && { word: error }),
    ...(scope !== undefined && { scopes: scope.split(' ').filter(Boolean) }),
    isPage: false,
  };
}

/** Whether an answer is a web page, as of a proxy or a page to sign in on. */
export function isPage(body: string, contentType: string): boolean {
  return /^text\/html|xhtml/iu.test(contentType) || /^\s*<(!doctype|html)/iu.test(body);
}

function pageTitle(body: string): string {
  return /<title[^>]*>([^<]{1,200})/iu.exec(body)?.[1]?.trim() ?? '';
}

/** `{"name":["is taken"]}` is "name is taken"; `base` and `error` stand for no field. */
function wordsOf(message: unknown, field = ''): string[] {
  if (typeof message === 'string') return message === '' ? [] : [field === '' ? message : `${field} ${message}`];
  if (Array.isArray(message)) return message.flatMap((item: unknown) => wordsOf(item, field));
  if (!isRecord(message)) return [];
  return Object.entries(message).flatMap(([key, value]) => wordsOf(value, ['base', 'error'].includes(key) ? '' : key));
}

function shortText(body: string): string[] {
  const trimmed = body.trim().slice(0, 500);
  return trimmed === '' ? [] : [trimmed];
}
