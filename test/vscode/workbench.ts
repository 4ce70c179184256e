import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Frame, Locator, Page } from 'playwright-core';
import { cacheFolder } from '../setup/machine.mjs';
import { openPage } from './browser.ts';
import type { CodeServer } from './code-server.ts';
import { untilWorks } from './patience.ts';
import { QuickInput } from './quick-input.ts';
import { TextEditor } from './text-editor.ts';

interface Opened {
  /** Absent for a window without a folder. */
  readonly folder?: string;
  /** Absolute path of a file to show first. */
  readonly file?: string;
}

/** VS Code's window as somebody at the keyboard sees it. Every wait ends with what is looked for, or with Playwright's time limit. */
export class Workbench {
  readonly page: Page;
  readonly quickInput: QuickInput;
  readonly editor: TextEditor;

  private constructor(page: Page) {
    this.page = page;
    this.quickInput = new QuickInput(page);
    this.editor = new TextEditor(page, this.quickInput);
  }

  /** Answers when the window is drawn and, with a file, its text is there. What extensions add comes later. */
  static async open(browser: Browser, server: CodeServer, { folder, file }: Opened): Promise<Workbench> {
    const page = await openPage(browser);
    const query = new URLSearchParams(folder === undefined ? { ew: 'true' } : { folder });
    if (file !== undefined)
      query.set('payload', JSON.stringify([['openFile', `vscode-remote://${server.address}${file}`]]));
    await page.goto(`${server.url}/?${query.toString()}`);
    await page.locator('.part.statusbar .statusbar-item').first().waitFor();
    const window = new Workbench(page);
    if (file !== undefined) await window.editor.shows(`/${path.basename(file)}`);
    return window;
  }

  /** Keys for whatever has the focus. An editor and a quick input have their own `press`, which see to it. */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Runs a command by its title, with keys only. */
  async command(title: string): Promise<void> {
    await this.quickInput.command(title);
  }

  async openContainer(): Promise<void> {
    const item = this.page.locator('.activitybar .action-item').filter({
      has: this.page.locator('.action-label[aria-label^="Plumbline"]'),
    });
    // While the window loads, it may go back to the container that it showed last.
    await untilWorks("Plumbline's views", async (patience) => {
      await item.waitFor(patience);
      if (!(await this.pane('Changes').isVisible())) await item.click(patience);
      await this.pane('Changes').waitFor(patience);
    });
    await this.editor.leaveMouse();
  }

  /** A view of the side bar by its title. */
  pane(title: string): Locator {
    const header = this.page.locator('.pane-header').filter({ has: this.page.locator('.title', { hasText: title }) });
    return this.page.locator('.part.sidebar .pane').filter({ has: header });
  }

  row(pane: string, text: string | RegExp): Locator {
    return this.pane(pane).locator('.monaco-list-row').filter({ hasText: text });
  }

  /** Opens a row of a tree, until one of its children is there. */
  async expandRow(pane: string, text: string | RegExp, child: string | RegExp): Promise<void> {
    const row = this.row(pane, text).first();
    await untilWorks(`the row '${String(child)}'`, async (patience) => {
      if ((await row.getAttribute('aria-expanded', patience)) !== 'true') await row.click(patience);
      await this.row(pane, child).first().waitFor(patience);
    });
  }

  /** The frame of a webview that shows a text. */
  async frameWith(text: string): Promise<Frame> {
    for (;;) {
      for (const frame of this.page.frames()) {
        const shows = await frame
          .getByText(text)
          .first()
          .isVisible()
          .catch(() => false);
        if (shows && frame !== this.page.mainFrame()) return frame;
      }
      await this.page.waitForTimeout(100);
    }
  }

  notification(text: string | RegExp): Locator {
    return this.page.locator('.notification-toast .notification-list-item').filter({ hasText: text });
  }

  /** They lie over the lower right corner of the editor. */
  async clearNotifications(): Promise<void> {
    await untilWorks('no notifications', async (patience) => {
      await this.command('Notifications: Clear All Notifications');
      await this.page
        .locator('.notification-toast')
        .first()
        .waitFor({ state: 'hidden', ...patience });
    });
  }

  async openProblems(): Promise<void> {
    await this.command('Problems: Focus on Problems View');
    await this.page.locator('.markers-panel').waitFor();
  }

  /** A row of the Problems view. */
  problem(text: string | RegExp): Locator {
    return this.page.locator('.markers-panel .monaco-list-row').filter({ hasText: text });
  }

  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator('.part.statusbar .statusbar-item').filter({ hasText: text });
  }

  /** Pictures for people: `npm test` leaves them in `.cache/screenshots`. */
  async screenshot(name: string): Promise<void> {
    const folder = path.join(cacheFolder, 'screenshots');
    await mkdir(folder, { recursive: true });
    // What fades in is shown as it is in the end.
    await this.page.screenshot({ path: path.join(folder, `${name}.png`), animations: 'disabled' });
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
