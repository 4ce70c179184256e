import * as vscode from 'vscode';
import { readInstanceUrl, tokenPage } from './instance-url.ts';

/** Asks for the instance's URL; undefined when the user leaves. */
export async function askInstance(proposed: string): Promise<string | undefined> {
  const typed = await vscode.window.showInputBox({
    title: 'Sign In to GitLab (1/2)',
    prompt: 'URL of your GitLab',
    placeHolder: 'https://gitlab.example.com',
    value: proposed,
    ignoreFocusOut: true,
    validateInput: (value) => {
      const read = readInstanceUrl(value);
      return 'wrong' in read ? read.wrong : undefined;
    },
  });
  const read = typed === undefined ? undefined : readInstanceUrl(typed);
  return read !== undefined && 'url' in read ? read.url : undefined;
}

type TokenAnswer =
  { readonly kind: 'token'; readonly token: string } | { readonly kind: 'back' } | { readonly kind: 'left' };

/** Asks for the token of an instance; a button opens the page that makes one. `wrong` says why the last one was refused. */
export async function askToken(instance: string, wrong?: string): Promise<TokenAnswer> {
  const box = vscode.window.createInputBox();
  const makeToken: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('link-external'),
    tooltip: `Make a token on ${instance}`,
  };
  box.title = 'Sign In to GitLab (2/2)';
  box.prompt = `Personal access token of ${instance} with the scope 'api' ('read_api' is enough to look). The button opens the page that makes one.`;
  box.password = true;
  box.ignoreFocusOut = true;
  box.buttons = [vscode.QuickInputButtons.Back, makeToken];
  if (wrong !== undefined) box.validationMessage = wrong;
  try {
    return await new Promise((answer) => {
      box.onDidChangeValue(() => {
        box.validationMessage = undefined;
      });
      box.onDidTriggerButton((button) => {
        if (button === vscode.QuickInputButtons.Back) answer({ kind: 'back' });
        else void vscode.env.openExternal(vscode.Uri.parse(tokenPage(instance), true));
      });
      box.onDidAccept(() => {
        const token = box.value.trim();
        if (/^[\x21-\x7e]{8,}$/u.test(token)) answer({ kind: 'token', token });
        else box.validationMessage = 'A token is one word of at least 8 characters; paste it as GitLab showed it.';
      });
      box.onDidHide(() => {
        answer({ kind: 'left' });
      });
      box.show();
    });
  } finally {
    box.dispose();
  }
}
