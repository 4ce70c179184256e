import * as vscode from 'vscode';
import type { LintStatus } from './lint-words.ts';

/** The item in the status bar, shown beside the files that it speaks of. */
export class StatusItem {
  readonly #item = vscode.window.createStatusBarItem('plumbline.lint', vscode.StatusBarAlignment.Left, 8);
  readonly #watch: vscode.Disposable;
  #files: ReadonlySet<string> = new Set();

  constructor() {
    this.#item.name = 'Plumbline: GitLab Lint';
    this.#item.command = 'plumbline.pipeline.lint';
    this.#watch = vscode.window.onDidChangeActiveTextEditor(() => {
      this.#update();
    });
  }

  set({ text, tooltip }: LintStatus, files: Iterable<string>): void {
    this.#item.text = text;
    this.#item.tooltip = tooltip;
    this.#files = new Set(files);
    this.#update();
  }

  /** Says something else of the same files. */
  replace({ text, tooltip }: LintStatus): void {
    this.#item.text = text;
    this.#item.tooltip = tooltip;
  }

  has(uri: vscode.Uri): boolean {
    return this.#files.has(uri.toString());
  }

  #update(): void {
    const active = vscode.window.activeTextEditor?.document.uri;
    if (active !== undefined && this.has(active)) this.#item.show();
    else this.#item.hide();
  }

  dispose(): void {
    this.#watch.dispose();
    this.#item.dispose();
  }
}
