import * as vscode from 'vscode';
import { chooseProjectRequest, signOutRequest, type Account } from '../../../../server/src/lsp/protocol.ts';
import { setContextKey } from '../../infrastructure/context-keys.ts';
import type { Shared } from '../../infrastructure/shared.ts';
import { signIn, type SignInArguments } from './sign-in.ts';

/** Sign in, sign out, and the choice between several projects. */
export function activateAccount(shared: Shared): void {
  const { boundary, context, server, tokens } = shared;
  const showWhetherSignedIn = (): void => {
    setContextKey('signedIn', tokens.instances().length > 0);
  };
  showWhetherSignedIn();
  context.subscriptions.push(
    boundary.command('plumbline.account.signIn', async (given?: unknown) => {
      const account = await signIn(shared, readArguments(given));
      showWhetherSignedIn();
      if (account !== undefined) tellSignedIn(account);
      return account === undefined ? undefined : { instance: account.instance, username: account.username };
    }),
    boundary.command('plumbline.account.signOut', async () => {
      await signOut(shared);
      showWhetherSignedIn();
    }),
    boundary.command('plumbline.account.chooseProject', () => chooseProject(shared)),
    server.onReady(() => {
      boundary.background('sending the accounts', async () => {
        await server.sendAccounts({ instances: tokens.instances() });
        await shared.projects.refresh();
      });
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      // The server was started under the rule that it runs nothing and sends nothing; only a new one has another.
      boundary.background('leaving Restricted Mode', () => server.restart());
    }),
  );
}

function readArguments(given: unknown): SignInArguments {
  if (typeof given !== 'object' || given === null) return {};
  const instance = 'instance' in given && typeof given.instance === 'string' ? given.instance : undefined;
  const token = 'token' in given && typeof given.token === 'string' ? given.token : undefined;
  return { ...(instance === undefined ? {} : { instance }), ...(token === undefined ? {} : { token }) };
}

function tellSignedIn(account: Account): void {
  const limits = account.limits.length === 0 ? '' : ` ${account.limits.join(' ')}`;
  const text = `Signed in to ${account.instance} as ${account.name} (@${account.username}).${limits}`;
  void (limits === '' ? vscode.window.showInformationMessage(text) : vscode.window.showWarningMessage(text));
}

async function signOut({ tokens, server, projects }: Shared): Promise<void> {
  const instances = tokens.instances();
  if (instances.length === 0) {
    void vscode.window.showInformationMessage('Plumbline is signed in to no GitLab.');
    return;
  }
  const instance =
    instances.length === 1
      ? instances[0]
      : await vscode.window.showQuickPick([...instances], { title: 'Sign Out', placeHolder: 'Forget the token of …' });
  if (instance === undefined) return;
  await tokens.remove(instance);
  await server.request(signOutRequest, { instance });
  await server.sendAccounts({ instances: tokens.instances() });
  await projects.refresh();
  void vscode.window.showInformationMessage(
    `Signed out of ${instance}. The token is forgotten here; revoke it in GitLab if you do not need it any more.`,
  );
}

async function chooseProject({ projects, server, boundary }: Shared): Promise<void> {
  const state = projects.current();
  if (state.kind !== 'several') {
    const known = state.kind === 'ready' ? `The folder belongs to ${state.project.path}; ` : '';
    void vscode.window.showInformationMessage(`${known}there is nothing to choose.`);
    return;
  }
  const picked = await vscode.window.showQuickPick(
    state.projects.map((project) => ({
      label: project.path,
      description: project.instance,
      detail: `Remote '${project.remote}'`,
      project,
    })),
    {
      title: 'Choose Project',
      placeHolder: 'The project that merge requests and environments of this folder are about',
    },
  );
  if (picked === undefined) return;
  const { id, instance } = picked.project;
  const outcome = await server.request(chooseProjectRequest, { folder: state.folder, projectId: id, instance });
  if (!outcome.ok) await boundary.show(outcome.problem);
  else await projects.refresh();
}
