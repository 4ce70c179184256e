import * as vscode from 'vscode';
import { signInRequest, type Account, type Outcome } from '../../../../server/src/lsp/protocol.ts';
import { describeFailure } from '../../infrastructure/error-boundary.ts';
import type { Shared } from '../../infrastructure/shared.ts';
import { askInstance, askToken } from './ask.ts';
import { readInstanceUrl } from './instance-url.ts';

/** Arguments of the command for automation; what is missing is asked for. */
export interface SignInArguments {
  readonly instance?: string;
  readonly token?: string;
}

/** Signs in and answers the account; undefined when the user left or it failed, which was shown then. */
export async function signIn(shared: Shared, given: SignInArguments): Promise<Account | undefined> {
  if (!vscode.workspace.isTrusted) {
    await shared.boundary.show({
      code: 'not-trusted',
      message: 'This workspace is in Restricted Mode, where Plumbline sends nothing.',
      action: 'Trust the workspace to sign in.',
    });
    return undefined;
  }
  if (given.instance !== undefined && given.token !== undefined)
    return signInWith(shared, { instance: given.instance, token: given.token });
  return signInByAsking(shared, given.instance);
}

async function signInWith(
  shared: Shared,
  given: { readonly instance: string; readonly token: string },
): Promise<Account | undefined> {
  const read = readInstanceUrl(given.instance);
  if ('wrong' in read) {
    await shared.boundary.show({ code: 'invalid', message: read.wrong });
    return undefined;
  }
  const outcome = await check(shared, read.url, given.token.trim());
  const account = await shared.boundary.valueOf(outcome);
  if (account !== undefined) await keep(shared, read.url, given.token.trim());
  return account;
}

async function signInByAsking(shared: Shared, proposed: string | undefined): Promise<Account | undefined> {
  const state = shared.projects.current();
  const wanted = proposed ?? (state.kind === 'no-account' ? state.instances[0] : undefined) ?? 'https://gitlab.com';
  for (let instance = await askInstance(wanted); instance !== undefined; instance = await askInstance(instance)) {
    const answer = await askUntilAccepted(shared, instance);
    if (answer !== 'back') return answer;
  }
  return undefined;
}

async function askUntilAccepted(shared: Shared, instance: string): Promise<Account | 'back' | undefined> {
  let wrong: string | undefined;
  for (;;) {
    const answer = await askToken(instance, wrong);
    if (answer.kind === 'back') return 'back';
    if (answer.kind === 'left') return undefined;
    const outcome = await check(shared, instance, answer.token);
    if (outcome.ok) {
      await keep(shared, instance, answer.token);
      return outcome.value;
    }
    wrong = describeFailure(outcome.problem);
  }
}

async function check(shared: Shared, instance: string, token: string): Promise<Outcome<Account>> {
  // Before the first message that holds it, so that no trace can show it.
  shared.redaction.remember(token);
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: `Signing in to ${instance}` },
    () => shared.server.request(signInRequest, { instance, token }),
  );
}

async function keep(shared: Shared, instance: string, token: string): Promise<void> {
  await shared.tokens.write(instance, token);
  await shared.server.sendAccounts({ instances: shared.tokens.instances() });
  await shared.projects.refresh();
}
