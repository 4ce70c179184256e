import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Frame, Locator, Page } from 'playwright-core';
import { cacheFolder } from '../setup/machine.mjs';
import { openPage } from './browser.ts';
import type { CodeServer } from './code-server.ts';

interface Opened {
  /** Absent for a window without a folder. */
  readonly folder?: string;
  /** Absolute path of a file to show first. */
  readonly file?: string;
}

/** VS Code's window as somebody at the keyboard sees it. Every wait ends with what is looked for, or with Playwright's time limit. */
export class Workbench {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(browser: Browser, server: CodeServer, { folder, file }: Opened): Promise<Workbench> {
    const page = await openPage(browser);
    const query = new URLSearchParams(folder === undefined ? { ew: 'true' } : { folder });
    if (file !== undefined)
      query.set('payload', JSON.stringify([['openFile', `vscode-remote://${server.address}${file}`]]));
    await page.goto(`${server.url}/?${query.toString()}`);
    await page.locator('.part.statusbar .statusbar-item').first().waitFor();
    return new Workbench(page);
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** The quick input that is open now: palette, pick or box. */
  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible');
  }

  get quickInputText(): Locator {
    return this.quickInput.locator('.quick-input-box input');
  }

  quickInputRow(text: string | RegExp): Locator {
    return this.quickInput.locator('.quick-input-list .monaco-list-row').filter({ hasText: text });
  }

  /** Runs a command by its title, with keys only. */
  async command(title: string): Promise<void> {
    await this.openQuickInput('F1');
    await this.quickInputText.fill(`>${title}`);
    await this.quickInputRow(title).first().waitFor();
    await this.press('Enter');
  }

  async openFile(name: string): Promise<void> {
    await this.openQuickInput('Control+P');
    await this.quickInputText.fill(name);
    await this.quickInputRow(path.basename(name)).first().waitFor();
    await this.press('Enter');
    await this.page
      .locator('.tab.active')
      .filter({ hasText: path.basename(name) })
      .waitFor();
    await this.page.locator('.editor-instance .view-line').first().waitFor();
  }

  /** A key pressed while the window still loads is lost, so it is pressed again. */
  async openQuickInput(key: string): Promise<void> {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      await this.press(key);
      const opened = await this.quickInputText
        .waitFor({ timeout: 3000 })
        .then(() => true)
        .catch(() => false);
      if (opened) return;
    }
    throw new Error(`'${key}' opened nothing`);
  }

  /** Waits for the step of a dialogue that holds a text, so that no key goes to the step before. */
  async step(text: string | RegExp): Promise<void> {
    const placeholder = this.quickInput.getByPlaceholder(text);
    await this.quickInput.filter({ hasText: text }).or(placeholder).first().waitFor();
  }

  async openContainer(): Promise<void> {
    const item = this.page.locator('.activitybar .action-item').filter({
      has: this.page.locator('.action-label[aria-label^="Plumbline"]'),
    });
    const isOpen = await item.evaluate((element) => element.classList.contains('checked'));
    if (!isOpen) await item.click();
    await this.pane('Changes').waitFor();
  }

  /** A view of the side bar by its title. */
  pane(title: string): Locator {
    const header = this.page.locator('.pane-header').filter({ has: this.page.locator('.title', { hasText: title }) });
    return this.page.locator('.part.sidebar .pane').filter({ has: header });
  }

  row(pane: string, text: string | RegExp): Locator {
    return this.pane(pane).locator('.monaco-list-row').filter({ hasText: text });
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

  /** A row of the Problems view. */
  problem(text: string | RegExp): Locator {
    return this.page.locator('.markers-panel .monaco-list-row').filter({ hasText: text });
  }

  /** A line of an editor. */
  line(text: string): Locator {
    return this.page.locator('.editor-instance .view-line').filter({ hasText: text });
  }

  /** Goes to a `line` or `line:column` of the editor. */
  async goTo(place: string): Promise<void> {
    await this.openQuickInput('Control+G');
    await this.quickInputText.fill(`:${place}`);
    await this.press('Enter');
    await this.quickInput.waitFor({ state: 'hidden' });
  }

  /** Shows a file that is open already. */
  async showTab(name: string): Promise<void> {
    await this.page.locator('.tab').filter({ hasText: name }).first().click();
    await this.page.locator('.tab.active').filter({ hasText: name }).waitFor();
  }

  squiggle(kind: 'error' | 'warning' | 'info'): Locator {
    return this.page.locator(`.editor-instance .squiggly-${kind}`);
  }

  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator('.part.statusbar .statusbar-item').filter({ hasText: text });
  }

  /** Pictures for people: `npm test` leaves them in `.cache/screenshots`. */
  async screenshot(name: string): Promise<void> {
    const folder = path.join(cacheFolder, 'screenshots');
    await mkdir(folder, { recursive: true });
    await this.page.screenshot({ path: path.join(folder, `${name}.png`) });
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
