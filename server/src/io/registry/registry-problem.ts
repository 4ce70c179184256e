import type { ImageName } from '../../base/image-name.ts';
import { failure, type Problem, type Result } from '../../base/result.ts';
import type { TextAnswer } from '../../workspace/ports/text.ts';

const BY_HAND =
  "write the digest behind an '@' by hand; 'docker buildx imagetools inspect' shows it to who is signed in";

/** `registry` is the host that was asked last. */
export function problem(code: Problem['code'], message: string, action?: string): Result<never> {
  return failure({ code, message, ...(action !== undefined && { action }) });
}

/** Where no answer came. */
export function withoutAnswer(answer: Exclude<TextAnswer, { state: 'answer' }>, host: string): Result<never> {
  switch (answer.state) {
    case 'blocked':
      return problem(
        'refused',
        `'${answer.host}' is an address of this machine or of a private network, which is not asked for`,
        "allow the host with the setting 'plumbline.gitlabCi.includeHosts'",
      );
    case 'too-large':
      return problem('server-error', `'${host}' answers with more than a registry ever says of an image`);
    case 'moved':
      return problem('moved', `'${host}' sends on to '${answer.to}', which is not asked in its place`);
    case 'failed':
      if (answer.isUntrusted === true) {
        const wayOut = "name its authority with the setting 'plumbline.gitlab.certificateFile'";
        return problem('refused', `the registry is not asked: ${answer.why}`, wayOut);
      }
      return problem('offline', `the registry gives no answer: ${answer.why}`, 'choose the action again when it does');
  }
}

/** Private images and those that are not there look the same to somebody who is not signed in. */
export function needsLogin({ repository }: ImageName, host: string): Result<never> {
  return problem(
    'unauthorized',
    `'${host}' shows '${repository}' to nobody who is not signed in: it is private, or does not exist. Plumbline signs in to no registry`,
    BY_HAND,
  );
}

/**
 * `code` is the registry's own word, as https://github.com/opencontainers/distribution-spec lists them. Some say
 * MANIFEST_UNKNOWN of an image that is not there at all.
 */
export function notThere({ repository, tag }: ImageName, host: string, code: string | undefined): Result<never> {
  if (code === 'NAME_UNKNOWN') return problem('not-found', `'${host}' has no image '${repository}'`);
  const message = `'${host}' has no image '${repository}' with the tag '${tag}'`;
  return problem('not-found', code === 'MANIFEST_UNKNOWN' ? message : `${message}, or is no registry`);
}

/** Any other answer than the one that was asked for. */
export function unexpected(status: number, host: string): Result<never> {
  if (status === 429) {
    return problem('rate-limited', `'${host}' has had too many requests from here`, 'choose the action again later');
  }
  if (status >= 500) return problem('server-error', `'${host}' failed with ${status}`, 'choose the action again later');
  return problem('server-error', `'${host}' answers with ${status}, as no registry does`);
}
