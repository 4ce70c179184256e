import path from 'node:path';
import { onTestFailed } from 'vitest';
import { repositoryFolder } from '../setup/machine.mjs';
import { startBrowser } from './browser.ts';
import { startTestServer, type CodeServer, type CodeServerOptions } from './code-server.ts';
import { Workbench } from './workbench.ts';

/** The extension as it is published, in a VS Code of its own that shows one folder. */
export interface PackagedWindow {
  readonly window: Workbench;
  readonly server: CodeServer;
  /** A second window, without a folder. */
  readonly openEmptyWindow: () => Promise<Workbench>;
  readonly stop: () => Promise<void>;
}

interface PackagedWindowOptions extends Pick<CodeServerOptions, 'settings' | 'environment'> {
  /** The file that it shows first, relative to the folder. */
  readonly file?: string;
  /** Starts in Restricted Mode, as a folder does that nobody has trusted yet. */
  readonly isRestricted?: boolean;
}

const restricted = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
};

export async function openPackagedWindow(folder: string, options: PackagedWindowOptions = {}): Promise<PackagedWindow> {
  const { file, isRestricted = false, settings, environment } = options;
  const server = await startTestServer({
    extensions: [path.join(repositoryFolder, 'dist/plumbline.vsix')],
    flags: isRestricted ? [] : ['--disable-workspace-trust'],
    settings: { ...(isRestricted && restricted), ...settings },
    ...(environment && { environment }),
  });
  const browser = await startBrowser();
  const opened = file === undefined ? { folder } : { folder, file: path.join(folder, file) };
  const stop = async (): Promise<void> => {
    await browser.close();
    await server.stop();
  };
  const window = await Workbench.open(browser, server, opened).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { window, server, openEmptyWindow: () => Workbench.open(browser, server, {}), stop };
}

/** What the window shows when the running test fails, as a picture. */
export function keepPictureOfFailure(window: Workbench, name: string): void {
  onTestFailed(() => window.screenshot(`failed-${name}`));
}
