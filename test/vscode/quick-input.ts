import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { untilWorks, type Patience } from './patience.ts';

const visible = '.quick-input-widget:visible';

/** The palette, a pick or a box: whichever is open. Keys go to its input, wherever the focus is. */
export class QuickInput {
  readonly widget: Locator;
  readonly input: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.widget = page.locator(visible);
    this.input = this.widget.locator('.quick-input-box input');
  }

  row(text: string | RegExp): Locator {
    return this.widget.locator('.quick-input-list .monaco-list-row').filter({ hasText: text });
  }

  /** Runs a command by its title, with keys only. */
  async command(title: string): Promise<void> {
    const label = this.#page.locator('.label-name').filter({ hasText: exactly(title) });
    const row = this.widget.locator('.quick-input-list .monaco-list-row').filter({ has: label });
    // Commands of extensions come while the window loads, and some only in a state that the extension has to learn first.
    await untilWorks(`the command '${title}'`, async (patience) => {
      await this.#open('F1', '>', patience);
      await this.input.fill(`>${title}`, patience);
      await row.first().waitFor(patience);
    });
    await this.#focus(row);
    await this.accept();
  }

  /** Chooses a file by its name or the end of its path. */
  async file(name: string): Promise<void> {
    const row = this.row(path.basename(name)).filter({ hasText: path.dirname(name).replace(/^\.$/u, '') });
    await untilWorks(`the file '${name}'`, async (patience) => {
      await this.#open('Control+P', '', patience);
      await this.input.fill(name, patience);
      await row.first().waitFor(patience);
    });
    await this.#focus(row);
    await this.accept();
  }

  /** Goes to a `line` or `line:column` of the editor. */
  async place(place: string): Promise<void> {
    const [line = '', column] = place.split(':');
    const there = column === undefined ? `Ln ${line},` : `Ln ${line}, Col ${column}`;
    await untilWorks(`the place ${place}`, async (patience) => {
      await this.#open('Control+G', ':', patience);
      await this.input.fill(`:${place}`, patience);
      await this.accept();
      await this.#page.locator('.statusbar-item').filter({ hasText: there }).first().waitFor(patience);
    });
  }

  /** Waits for the step of a dialogue that holds a text, so that no key goes to the step before. */
  async step(text: string | RegExp): Promise<void> {
    const placeholder = this.widget.getByPlaceholder(text);
    await this.widget.filter({ hasText: text }).or(placeholder).first().waitFor();
  }

  /** Waits for what a step proposes: it comes behind the step itself, into an empty box. */
  async proposal(text: string): Promise<void> {
    await this.#until('includes', text);
  }

  /** Gives the text that a step asks for. */
  async answer(text: string): Promise<void> {
    await this.input.fill(text);
    await this.press('Enter');
  }

  /** Moves to a row and chooses it, with keys only. */
  async choose(text: string | RegExp): Promise<void> {
    await this.#focus(this.row(text));
    await this.press('Enter');
  }

  /** Moves to a row with keys only. */
  async moveTo(text: string | RegExp): Promise<void> {
    await this.#focus(this.row(text));
  }

  async press(key: string): Promise<void> {
    await this.input.press(key);
  }

  /** Enter; what is open must go, or make room for what asks for something else. */
  async accept(): Promise<void> {
    const before = await this.input.inputValue();
    await untilWorks('to accept', async (patience) => {
      if (await this.#shows(before)) await this.input.press('Enter', patience);
      await this.#until('is not', before, patience);
    });
  }

  async leave(): Promise<void> {
    await this.press('Escape');
    await this.widget.waitFor({ state: 'hidden' });
  }

  /** Whether an input with this value is open. */
  async #shows(value: string): Promise<boolean> {
    return (await this.input.isVisible()) && (await this.input.inputValue()) === value;
  }

  /** Opens it with a key, and knows it from one that is still closing by what it begins with. */
  async #open(key: string, prefix: string, patience: Patience): Promise<void> {
    await this.#page.keyboard.press(key);
    await this.#until('begins', prefix, patience);
  }

  /** Waits for what the open input holds. Nothing open is not a text either. */
  async #until(relation: 'begins' | 'includes' | 'is not', text: string, patience?: Patience): Promise<void> {
    await this.#page.waitForFunction(
      ([asked, part]) => {
        const input = document.querySelector<HTMLInputElement>('.quick-input-widget .quick-input-box input');
        const value = input?.offsetParent ? input.value : undefined;
        if (asked === 'is not') return value !== part;
        return asked === 'begins' ? value?.startsWith(part) : value?.includes(part);
      },
      [relation, text] as const,
      patience,
    );
  }

  async #focus(rows: Locator): Promise<void> {
    const focused = rows.and(this.#page.locator('.focused')).first();
    await rows.first().waitFor();
    await untilWorks('to move to a row', async (patience) => {
      for (let moves = 0; moves < 50 && !(await focused.isVisible()); moves += 1)
        await this.input.press('ArrowDown', patience);
      await focused.waitFor(patience);
    });
  }
}

function exactly(text: string): RegExp {
  return new RegExp(`^${text.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`)}$`, 'u');
}
