import * as vscode from 'vscode';

/** A tooltip of lines; what stands after a label is shown as it is, never read as Markdown. */
export function tooltip(
  title: string,
  lines: readonly (readonly [label: string, text: string | undefined])[],
): vscode.MarkdownString {
  const text = new vscode.MarkdownString('', true);
  text.appendMarkdown('**').appendText(title).appendMarkdown('**\n');
  for (const [label, value] of lines) {
    if (value === undefined || value === '') continue;
    text.appendMarkdown(`\n- ${label}: `).appendText(value);
  }
  return text;
}
