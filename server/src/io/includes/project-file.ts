import { ownText, ownValue } from '../../base/record.ts';
import type { TextAnswer } from '../../workspace/ports/text.ts';
import { readJson } from '../text/read-json.ts';
import { refused, tooLarge, unknown, type Found } from './found.ts';

/** An instance as one user or nobody sees it. */
export interface Instance {
  /** Base URL without a slash at its end. */
  readonly url: string;
  readonly isSignedIn: boolean;
  readonly ask: (endpoint: string, etag?: string) => Promise<TextAnswer>;
}

interface FileRequest {
  readonly project: string;
  /** `HEAD` is the default branch. */
  readonly ref: string;
  readonly path: string;
  readonly etag?: string | undefined;
}

/** Why there is no file: for a caller that has another place to look in. */
export type Missing = 'project' | 'ref' | 'file';

/** Reads a file of a project at a revision (https://docs.gitlab.com/api/repository_files/#get-raw-file-from-repository). */
export async function readProjectFile(instance: Instance, request: FileRequest): Promise<Found | Missing> {
  const { project, ref, path, etag } = request;
  const [id, file, revision] = [project, path, ref].map(encodeURIComponent);
  const endpoint = `projects/${id ?? ''}/repository/files/${file ?? ''}/raw?ref=${revision ?? ''}`;
  const answer = await instance.ask(endpoint, etag);
  const failed = failureOf(instance, answer, `${path} of ${project}`);
  if (failed !== undefined) return failed;
  if (answer.state !== 'answer') return unknown(`'${path}' of '${project}' could not be read`);
  if (answer.status === 404) return whatIsMissing(answer.bytes);
  const commit = answer.headers['x-gitlab-commit-id'];
  if (answer.status === 304) {
    // What the file includes is read at its commit, which moves on although the file itself stays as it is.
    return commit === undefined ? readProjectFile(instance, { project, ref, path }) : { state: 'unchanged', commit };
  }
  const tag = answer.headers['etag'];
  return {
    state: 'file',
    file: {
      bytes: answer.bytes,
      project,
      path,
      ...(commit !== undefined && { commit }),
      ...(tag !== undefined && { etag: tag }),
    },
  };
}

/** GitLab's words for what it has not found: `404 Project Not Found`, `404 Commit Not Found`, `404 File Not Found`. */
export function whatIsMissing(bytes: Uint8Array): Missing {
  const message = ownText(readJson(bytes), 'message') ?? '';
  if (/Project/iu.test(message)) return 'project';
  return /Commit|Tree|Reference|Revision/iu.test(message) ? 'ref' : 'file';
}

/** What is wrong with an answer, whatever was asked for; undefined for a success, 304 and 404. */
export function failureOf(instance: Instance, answer: TextAnswer, name: string): Found | undefined {
  if (answer.state !== 'answer') return withoutAnswer(answer, name);
  const { status } = answer;
  if (status < 300 || status === 304 || status === 404) return isPage(answer) ? notGitLab(instance) : undefined;
  if (status === 401 || status === 403) return notAllowed(instance, answer, name);
  if (status === 429)
    return unknown(`'${instance.url}' has had too many requests from here`, 'it is tried again later');
  if (status >= 500)
    return unknown(`'${instance.url}' failed with ${status} when it was asked for '${name}'`, TRY_AGAIN);
  return unknown(`'${instance.url}' does not give '${name}': it answers with ${status}`);
}

const TRY_AGAIN = "'Plumbline: Refresh Included Files' tries again";

/** What the connection itself came to. */
export function withoutAnswer(answer: Exclude<TextAnswer, { state: 'answer' }>, name: string): Found {
  switch (answer.state) {
    case 'too-large':
      return tooLarge(name);
    case 'blocked':
      return refused(
        'blocked',
        `'${name}' lies at '${answer.host}', an address of this machine or of a private network, which is not asked for`,
        "allow the host with the setting 'plumbline.gitlabCi.includeHosts'",
      );
    case 'moved':
      return unknown(`'${name}' has moved to '${answer.to}', which is not asked in its place`);
    case 'failed':
      return unknown(`'${name}' is not read: ${answer.why}`, TRY_AGAIN);
  }
}

function isPage({ headers }: Extract<TextAnswer, { state: 'answer' }>): boolean {
  return /^text\/html/iu.test(headers['content-type'] ?? '');
}

function notGitLab({ url }: Instance): Found {
  return unknown(`'${url}' answers with a web page where GitLab's data was expected: a sign-in page or a proxy`);
}

function notAllowed(
  instance: Instance,
  { status, bytes }: Extract<TextAnswer, { state: 'answer' }>,
  name: string,
): Found {
  if (!instance.isSignedIn) return signInFirst(instance, name);
  if (ownValue(readJson(bytes), 'error') === 'insufficient_scope') {
    return unknown(
      `'${name}' is not read: the access token for '${instance.url}' lacks the scope 'read_api'`,
      'sign in with one that has it',
    );
  }
  if (status === 403)
    return unknown(
      `You may not read '${name}' on '${instance.url}'`,
      'ask for access, or sign in as somebody who has it',
    );
  return unknown(`'${name}' is not read: the access token for '${instance.url}' is not accepted`, 'sign in again');
}

/** To somebody who is not signed in, what is private looks as if it were not there. */
export function signInFirst({ url }: Instance, name: string): Found {
  return unknown(
    `'${name}' is not read: it is not public, or not there, and you are not signed in to '${url}'`,
    "sign in with 'Plumbline: Sign In', on the command line with PLUMBLINE_TOKEN",
  );
}
