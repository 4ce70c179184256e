import * as vscode from 'vscode';
import type { LintDifference } from '../../../../server/src/lsp/protocol.ts';

/** Tells that Plumbline judged wrongly, and offers the report that helps to mend it. Nothing is sent. */
export class DifferenceNotice {
  #entry: vscode.LanguageStatusItem | undefined;
  #difference: LintDifference | undefined;
  #lastTold = '';

  /** `isAsked`: the user ran the command, so he is told again what he was told before. */
  show(difference: LintDifference | undefined, isAsked: boolean): void {
    this.#difference = difference;
    this.#entry?.dispose();
    this.#entry = undefined;
    if (difference === undefined) return;
    this.#entry = makeEntry(difference);
    if (isAsked || this.#lastTold !== difference.summary) void this.#tell(difference);
    this.#lastTold = difference.summary;
  }

  async copyReport(): Promise<void> {
    const report = this.#difference?.report;
    if (report === undefined) {
      await vscode.window.showInformationMessage('GitLab and Plumbline agree on the last pipeline that was linted.');
      return;
    }
    await vscode.env.clipboard.writeText(report);
    await vscode.window.showInformationMessage(
      'The report is in the clipboard: versions, both lists and the entries that they are about, values masked. Nothing was sent.',
    );
  }

  async #tell({ summary, report }: LintDifference): Promise<void> {
    const copy = 'Copy Report';
    const show = 'Show Report';
    const pressed = await vscode.window.showWarningMessage(summary, copy, show);
    if (pressed === copy) await this.copyReport();
    if (pressed !== show) return;
    const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: report });
    await vscode.window.showTextDocument(document);
  }

  dispose(): void {
    this.#entry?.dispose();
  }
}

/** Stands behind the braces of the status bar until the next lint. */
function makeEntry({ summary }: LintDifference): vscode.LanguageStatusItem {
  const entry = vscode.languages.createLanguageStatusItem('plumbline.lintDifference', { language: 'yaml' });
  entry.name = 'Plumbline: GitLab judges differently';
  entry.severity = vscode.LanguageStatusSeverity.Warning;
  entry.text = 'GitLab judges differently than Plumbline';
  entry.detail = summary;
  entry.command = { title: 'Copy Report', command: 'plumbline.pipeline.copyLintReport' };
  return entry;
}
