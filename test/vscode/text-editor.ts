import type { Locator, Page } from 'playwright-core';
import { untilWorks } from './patience.ts';
import type { QuickInput } from './quick-input.ts';

/** Empty space in the activity bar: nothing is told about it. */
const nowhere = { x: 25, y: 600 };

/** The text editor that is active, as somebody uses it. */
export class TextEditor {
  readonly hovers: Locator;
  readonly suggestions: Locator;
  readonly actions: Locator;
  readonly #page: Page;
  readonly #quickInput: QuickInput;
  readonly #tab: Locator;

  constructor(page: Page, quickInput: QuickInput) {
    this.#page = page;
    this.#quickInput = quickInput;
    this.hovers = page.locator('.monaco-hover:visible');
    this.suggestions = page.locator('.suggest-widget.visible .monaco-list-row');
    this.actions = page.locator('.action-widget .monaco-list-row');
    this.#tab = page.locator('.editor-group-container.active .tab.active');
  }

  line(text: string): Locator {
    return this.#page.locator('.editor-instance .view-line').filter({ hasText: text });
  }

  squiggle(kind: 'error' | 'warning' | 'info'): Locator {
    return this.#page.locator(`.editor-instance .squiggly-${kind}`);
  }

  lens(text: string): Locator {
    return this.#page.locator('.codelens-decoration').filter({ hasText: text });
  }

  /** Waits until a file is shown: its tab is active before its text is there. */
  async shows(name: string): Promise<void> {
    const editor = this.#page.locator(`.editor-group-container.active .monaco-editor[data-uri$="${name}"]`);
    await editor.locator('.view-line').first().waitFor();
  }

  async open(name: string): Promise<void> {
    await this.#quickInput.file(name);
    await this.shows(`/${name}`);
  }

  /** Shows a file that is open already, by what its tab says. */
  async showTab(label: string): Promise<void> {
    const tab = this.#page.locator('.tab').and(this.#page.locator(`[data-resource-name="${label}"]`));
    await untilWorks(`the tab '${label}'`, async (patience) => {
      await tab.first().click(patience);
      await tab.and(this.#tab).waitFor(patience);
    });
    await this.leaveMouse();
    await this.shows(`/${label}`);
  }

  async activeTab(text: string): Promise<void> {
    await this.#tab.filter({ hasText: text }).waitFor();
  }

  /** Goes to a `line` or `line:column`, with the focus in the text. */
  async goTo(place: string): Promise<void> {
    await this.#quickInput.place(place);
    await this.focus();
  }

  /** Without the focus, keys would go elsewhere. */
  async focus(): Promise<void> {
    const focused = this.#page.locator('.editor-group-container.active .monaco-editor.focused').first();
    await untilWorks('the focus in the editor', async (patience) => {
      await focused.waitFor(patience).catch(() => this.#quickInput.command('View: Focus Active Editor Group'));
      await focused.waitFor(patience);
    });
  }

  async press(...keys: readonly string[]): Promise<void> {
    await this.focus();
    for (const key of keys) await this.#page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.focus();
    await this.#page.keyboard.type(text);
  }

  async save(): Promise<void> {
    await this.#withChanges('Control+S');
  }

  /** Takes the changes back; the command comes back before the text does. */
  async revert(): Promise<void> {
    await this.#page.locator('.editor-group-container.active .tab.active.dirty').waitFor();
    await this.#quickInput.command('File: Revert File');
    await this.#page.locator('.editor-group-container.active .tab.active:not(.dirty)').waitFor();
  }

  async #withChanges(key: string): Promise<void> {
    await this.#page.locator('.editor-group-container.active .tab.active.dirty').waitFor();
    await this.press(key);
    await this.#page.locator('.editor-group-container.active .tab.active:not(.dirty)').waitFor();
  }

  /**
   * Hovers over something with the mouse until a text is told about it. VS Code drops a hover that it has not shown yet when the editor
   * scrolls or lays its lines out anew, as it does when lenses come, and asks again only when the mouse moves.
   */
  async hover(target: Locator, text: string | RegExp): Promise<void> {
    const told = this.hovers.filter({ hasText: text }).first();
    await untilWorks(`a hover with '${String(text)}'`, async (patience) => {
      await this.leaveMouse();
      await this.hovers.first().waitFor({ state: 'hidden', ...patience });
      await target.hover(patience);
      await told.waitFor(patience);
    });
  }

  /** Takes the mouse to where nothing is told about it: over a tab or an icon it brings up words that cover others. */
  async leaveMouse(): Promise<void> {
    await this.#page.mouse.move(nowhere.x, nowhere.y);
  }

  /** The same with keys only, at a `line:column`. */
  async hoverAt(place: string, text: string | RegExp): Promise<void> {
    const told = this.hovers.filter({ hasText: text }).first();
    await untilWorks(`a hover with '${String(text)}' at ${place}`, async (patience) => {
      await this.hideHover();
      await this.goTo(place);
      await this.#quickInput.command('Show or Focus Hover');
      await told.waitFor(patience);
    });
  }

  async hideHover(): Promise<void> {
    await this.leaveMouse();
    await untilWorks('no hover', async (patience) => {
      if (await this.hovers.first().isVisible()) await this.#page.keyboard.press('Escape');
      await this.hovers.first().waitFor({ state: 'hidden', ...patience });
    });
  }

  /** Waits for a proposal behind what was typed, and asks for proposals where VS Code has closed the list again. */
  async suggested(label: string): Promise<Locator> {
    const item = this.suggestions.filter({ hasText: label }).first();
    await untilWorks(`the proposal '${label}'`, async (patience) => {
      if (await item.isVisible()) return;
      await item.waitFor(patience).catch(async () => {
        if (await this.suggestions.first().isVisible()) await this.press('Escape');
        await this.press('Control+Space');
        await item.waitFor(patience);
      });
    });
    return item;
  }

  /** Takes a proposal with keys only; `result` is what stands in the line then. */
  async takeSuggestion(label: string, result: string): Promise<void> {
    await this.suggested(label);
    const focused = this.suggestions.filter({ hasText: label }).and(this.#page.locator('.focused')).first();
    for (let moves = 0; moves < 50 && !(await focused.isVisible()); moves += 1)
      await this.#page.keyboard.press('ArrowDown');
    await focused.waitFor();
    await this.#page.keyboard.press('Tab');
    await this.line(result).first().waitFor();
  }

  /** Closes the list of proposals. */
  async hideSuggestions(): Promise<void> {
    await untilWorks('no proposals', async (patience) => {
      if (await this.suggestions.first().isVisible()) await this.#page.keyboard.press('Escape');
      await this.suggestions.first().waitFor({ state: 'hidden', ...patience });
    });
  }

  /** Asks for actions until one is among them: those of a finding come when the finding is there. */
  async offered(action: string): Promise<Locator> {
    const row = this.actions.filter({ hasText: action }).first();
    await untilWorks(`the action '${action}'`, async (patience) => {
      if (await this.actions.first().isVisible()) await this.hideActions();
      await this.press('Control+.');
      await row.waitFor(patience);
    });
    return row;
  }

  async hideActions(): Promise<void> {
    await untilWorks('no actions', async (patience) => {
      if (await this.actions.first().isVisible()) await this.#page.keyboard.press('Escape');
      await this.actions.first().waitFor({ state: 'hidden', ...patience });
    });
  }
}
