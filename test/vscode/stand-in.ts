import { format } from 'node:util';
import { openPage, startBrowser } from './browser.ts';
import { startTestServer } from './code-server.ts';

/**
 * Does what a `code` executable does when @vscode/test-electron starts it: runs the tests of `--extensionTestsPath` in the extension
 * host and answers its exit code. The VS Code behind it is code-server in a Chromium without a window.
 */
export async function runAsCode(words: readonly string[]): Promise<number> {
  const option = (name: string): readonly string[] =>
    words.filter((word) => word.startsWith(`--${name}=`)).map((word) => word.slice(name.length + 3));
  const folder = words.find((word) => !word.startsWith('-'));
  // Without this flag the workbench ignores the paths of tests.
  const flags = ['--vscode-option', 'enable-smoke-test-driver', '--disable-workspace-trust'];
  const server = await startTestServer({ flags });
  const browser = await startBrowser();
  try {
    const page = await openPage(browser);
    const ended = new Promise<number>((resolve) => {
      void page.exposeFunction('codeAutomationExit', resolve);
    });
    await page.exposeFunction('codeAutomationLog', (kind: string, parts: readonly unknown[]) => {
      if (kind === 'error') process.stdout.write(`${format(...parts)}\n`);
    });
    const remote = (file: string): string => `vscode-remote://${server.address}${file}`;
    const payload = [
      ...option('extensionDevelopmentPath').map((file) => ['extensionDevelopmentPath', remote(file)]),
      ...option('extensionTestsPath').map((file) => ['extensionTestsPath', remote(file)]),
    ];
    const query = new URLSearchParams({
      payload: JSON.stringify(payload),
      ...(folder === undefined ? {} : { folder }),
    });
    await page.goto(`${server.url}/?${query.toString()}`);
    return await ended;
  } finally {
    await browser.close();
    await server.stop();
  }
}
