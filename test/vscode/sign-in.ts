import type { Workbench } from './workbench.ts';

interface Credentials {
  /** Of the GitLab. */
  readonly url: string;
  readonly token: string;
  /** As the product names the user, `Sam Silva (@sam)`. */
  readonly user: string;
}

/** Signs in from the palette, with keys only. */
export async function signIn(window: Workbench, { url, token, user }: Credentials): Promise<void> {
  await window.command('Plumbline: Sign In');
  await window.step('URL of your GitLab');
  await window.quickInputText.fill(url);
  await window.press('Enter');
  await window.step('Personal access token');
  await window.quickInputText.fill(token);
  await window.press('Enter');
  await window.notification(`as ${user}`).waitFor();
  await window.command('Notifications: Clear All Notifications');
}
