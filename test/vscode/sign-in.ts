import type { RunningDemo } from '../demo/demo.ts';
import type { Workbench } from './workbench.ts';

/** Signs in to the demo's GitLab from the palette, with keys only. */
export async function signIn(window: Workbench, demo: RunningDemo): Promise<void> {
  await window.command('Plumbline: Sign In');
  await window.step('URL of your GitLab');
  await window.quickInputText.fill(demo.gitlab.url);
  await window.press('Enter');
  await window.step('Personal access token');
  await window.quickInputText.fill(demo.seed.token);
  await window.press('Enter');
  await window.notification('as Sam Silva (@sam)').waitFor();
  await window.command('Notifications: Clear All Notifications');
}
