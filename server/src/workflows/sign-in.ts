import type { CancellationToken } from '../base/cancellation.ts';
import { failure, success, type Problem, type Result } from '../base/result.ts';
import type { Account, SignInParams } from '../lsp/protocol.ts';
import type { ConnectGitLab, GitLab, TokenInformation } from '../workspace/ports/gitlab.ts';
import type { Accounts } from './accounts.ts';

interface SignInPorts {
  readonly connectGitLab: ConnectGitLab;
  readonly accounts: Accounts;
}

/** Checks a token with its instance, and keeps the account when it can be used. */
export async function signIn(
  ports: SignInPorts,
  request: SignInParams,
  token: CancellationToken,
): Promise<Result<Account>> {
  const instance = instanceUrl(request.instance);
  if (!instance.ok) return instance;
  const secret = request.token.trim();
  // A header cannot carry anything else, and the mistake is a copied line break or a password.
  if (!/^[\w.:-]+$/u.test(secret)) return failure(noToken());
  const gitlab = ports.connectGitLab(instance.value, secret);
  const account = await readAccount(gitlab, token);
  if (account.ok) ports.accounts.set(instance.value, gitlab);
  return account;
}

async function readAccount(gitlab: GitLab, token: CancellationToken): Promise<Result<Account>> {
  const information = await gitlab.tokenInformation(token);
  // OAuth and job tokens are no personal access tokens and have no such page; what they may do is found out by use.
  if (!information.ok && information.problem.code !== 'not-found') {
    return information.problem.code === 'forbidden' ? failure(uselessToken(gitlab.instance)) : information;
  }
  const facts = information.ok ? information.value : undefined;
  const unusable = facts === undefined ? undefined : unusableToken(facts, gitlab.instance);
  if (unusable !== undefined) return failure(unusable);
  const user = await gitlab.currentUser(token);
  if (!user.ok) return user;
  return success({
    instance: gitlab.instance,
    username: user.value.username,
    name: user.value.name,
    scopes: facts?.scopes ?? [],
    ...(facts?.expiresAt !== undefined && { expiresAt: facts.expiresAt }),
    limits: limitsOf(facts, gitlab.instance),
  });
}

/**
 * The address that API paths are put after: no slash at the end, no query, no page. 'invalid' when it is no web
 * address.
 */
export function instanceUrl(typed: string): Result<string> {
  const trimmed = typed.trim();
  const text = /^[a-z]+:\/\//iu.test(trimmed) ? trimmed : `https://${trimmed}`;
  if (!URL.canParse(text)) return failure(noInstance(typed));
  const url = new URL(text);
  if (!['http:', 'https:'].includes(url.protocol) || url.hostname === '') return failure(noInstance(typed));
  const root = url.pathname.replace(/\/(api\/v4|users\/sign_in|-\/.*)\/?$/u, '').replace(/\/+$/u, '');
  return success(`${url.origin}${root}`);
}

function noInstance(typed: string): Problem {
  return {
    code: 'invalid',
    message: `'${typed}' is no address of a GitLab instance.`,
    action: 'Type its URL, for example https://gitlab.com.',
  };
}

function noToken(): Problem {
  return {
    code: 'invalid',
    message: 'This is no access token: it is empty or has characters that a token cannot have.',
    action: 'Copy the whole token, without spaces or line breaks.',
  };
}

function uselessToken(instance: string): Problem {
  return {
    code: 'forbidden',
    message: `This token may not use the API of '${instance}': it has neither the scope api nor read_api.`,
    action: `Make a token with the scope api: ${instance}/-/user_settings/personal_access_tokens`,
  };
}

function unusableToken(
  { scopes, revoked, active, expiresAt }: TokenInformation,
  instance: string,
): Problem | undefined {
  if (revoked || !active) {
    const why = revoked ? 'was revoked' : `has expired${expiresAt === undefined ? '' : ` on ${expiresAt}`}`;
    return {
      code: 'unauthorized',
      message: `This token for '${instance}' ${why}.`,
      action: `Make a new one with the scope api: ${instance}/-/user_settings/personal_access_tokens`,
    };
  }
  return scopes.includes('api') || scopes.includes('read_api') ? undefined : uselessToken(instance);
}

function limitsOf(facts: TokenInformation | undefined, instance: string): string[] {
  const limits: string[] = [];
  if (facts === undefined) limits.push('GitLab does not tell what this token may do.');
  else if (!facts.scopes.includes('api')) {
    limits.push('This token only reads: without the scope api it cannot push or open merge requests.');
  }
  if (instance.startsWith('http://') && !/^http:\/\/(localhost|127\.|\[::1\])/u.test(instance)) {
    limits.push(`The connection to '${instance}' is not encrypted: others on the network can read the token.`);
  }
  return limits;
}
