import { json, type Answer } from './answer.ts';
import { optionalInteger, type Input } from './input.ts';

interface PageRequest {
  readonly input: Input;
  /** The request's own address, absolute; links keep its path and query. */
  readonly url: URL;
}

interface Page {
  readonly number: number;
  readonly size: number;
  readonly total: number;
}

/** Above this many rows GitLab stops counting. */
const countedRows = 10_000;

/**
 * One page of `items` with GitLab's pagination headers. `per_page` is 20 and at most 100; `totals: false` leaves out
 * `X-Total`, `X-Total-Pages` and the `last` link, as the lists of commits and jobs do.
 * https://docs.gitlab.com/api/rest/#offset-based-pagination
 */
export function paginate<T>(
  request: PageRequest,
  items: readonly T[],
  render: (item: T) => unknown,
  options: { readonly totals: boolean } = { totals: true },
): Answer {
  const { page, selected } = slice(request, items);
  return json(200, selected.map(render), headers(request.url, page, options.totals));
}

/** The same, for entities whose rendering has to ask the repository. */
export async function paginateAsync<T>(
  request: PageRequest,
  items: readonly T[],
  render: (item: T) => Promise<unknown>,
  options: { readonly totals: boolean } = { totals: true },
): Promise<Answer> {
  const { page, selected } = slice(request, items);
  return json(200, await Promise.all(selected.map(render)), headers(request.url, page, options.totals));
}

function slice<T>(request: PageRequest, items: readonly T[]): { page: Page; selected: readonly T[] } {
  const number = Math.max(1, optionalInteger(request.input, 'page') ?? 1);
  const size = Math.min(100, Math.max(1, optionalInteger(request.input, 'per_page') ?? 20));
  const start = (number - 1) * size;
  return { page: { number, size, total: items.length }, selected: items.slice(start, start + size) };
}

function headers(url: URL, page: Page, totals: boolean): Record<string, string> {
  const pages = Math.max(1, Math.ceil(page.total / page.size));
  const counted = totals && page.total <= countedRows;
  const next = page.number < pages ? page.number + 1 : undefined;
  const previous = page.number > 1 ? page.number - 1 : undefined;
  const link = (number: number, relation: string): string => {
    const target = new URL(url);
    target.searchParams.set('page', String(number));
    target.searchParams.set('per_page', String(page.size));
    target.searchParams.delete('private_token');
    return `<${target.href}>; rel="${relation}"`;
  };
  const links = [
    ...(previous === undefined ? [] : [link(previous, 'prev')]),
    ...(next === undefined ? [] : [link(next, 'next')]),
    link(1, 'first'),
    ...(counted ? [link(pages, 'last')] : []),
  ];
  return {
    Link: links.join(', '),
    'X-Page': String(page.number),
    'X-Per-Page': String(page.size),
    'X-Next-Page': next === undefined ? '' : String(next),
    'X-Prev-Page': previous === undefined ? '' : String(previous),
    ...(counted ? { 'X-Total': String(page.total), 'X-Total-Pages': String(pages) } : {}),
  };
}
