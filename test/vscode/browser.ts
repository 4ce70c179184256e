import { chromium, type Browser, type Page } from 'playwright-core';
import { ensurePart } from '../setup/parts.mjs';

export async function startBrowser(): Promise<Browser> {
  const part = await ensurePart('chromium');
  if (!part.ok) throw new Error(`There is no Chromium: ${part.why}`);
  return chromium.launch({
    executablePath: part.paths.chromium,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });
}

/** A page that reaches this machine only, and the clipboard, without which VS Code's clipboard API never answers. */
export async function openPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1400, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await context.route(
    (url) => /^https?:$/u.test(url.protocol) && !['127.0.0.1', 'localhost'].includes(url.hostname),
    (route) => route.abort(),
  );
  const page = await context.newPage();
  // Ends what hangs, also on a slow machine.
  page.setDefaultTimeout(60_000);
  return page;
}
