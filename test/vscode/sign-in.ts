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
  await window.quickInput.step('URL of your GitLab');
  await window.quickInput.answer(url);
  await window.quickInput.step('Personal access token');
  await window.quickInput.answer(token);
  await window.notification(`as ${user}`).waitFor();
  await window.clearNotifications();
}
