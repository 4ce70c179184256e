import type { CancellationToken } from '../../base/cancellation.ts';
import { parseJson } from '../../base/json.ts';
import { ownText, ownValue } from '../../base/record.ts';
import { failure, success, type Result } from '../../base/result.ts';
import type { Connection, ServerAnswer } from './connection.ts';
import { problemOf, statusOf } from './server-answer.ts';

/** How the API server names a kind in its paths. */
export interface ServedKind {
  readonly plural: string;
  readonly isNamespaced: boolean;
}

/** The kinds of one API version, by kind. */
export type ServedKinds = ReadonlyMap<string, ServedKind>;

/** `/api/v1`, `/apis/apps/v1`; undefined for what is no API version. */
export function pathOf(apiVersion: string): string | undefined {
  if (!/^([a-z0-9]([a-z0-9.-]*[a-z0-9])?\/)?[a-z0-9]+$/u.test(apiVersion)) return undefined;
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

/** Asks which kinds an API version has. An API version that the server does not know has none. */
export async function discover(
  connection: Connection,
  path: string,
  token: CancellationToken,
): Promise<Result<ServedKinds>> {
  const answer = await connection.get(path, token);
  if (!answer.ok) return answer;
  if (isNotServed(answer.value)) return success(new Map());
  const parsed = answer.value.status === 200 ? parseJson(answer.value.body) : { ok: false as const };
  const resources = parsed.ok ? ownValue(parsed.value, 'resources') : undefined;
  if (!Array.isArray(resources)) return failure(problemOf(answer.value, connection));
  return success(new Map(resources.flatMap(servedKind)));
}

/** The API server answers so for a group that nobody serves; another page may be that of a proxy, which knows nothing. */
function isNotServed(answer: ServerAnswer): boolean {
  return answer.status === 404 && (statusOf(answer) !== undefined || answer.body.trim() === '404 page not found');
}

function servedKind(resource: unknown): (readonly [string, ServedKind])[] {
  const kind = ownText(resource, 'kind');
  const plural = ownText(resource, 'name');
  // Subresources are listed as `deployments/scale`, with a kind of their own.
  if (kind === undefined || plural === undefined || !/^[a-z0-9-]+$/u.test(plural)) return [];
  return [[kind, { plural, isNamespaced: ownValue(resource, 'namespaced') === true }]];
}
