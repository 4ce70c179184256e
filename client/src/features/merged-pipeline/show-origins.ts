import * as vscode from 'vscode';
import { mergedScheme, readQuery, type MergedDocuments } from './merged-documents.ts';
import { originLabels } from './origin-column.ts';

/** Shows where lines come from in a column behind them. In a comparison there is no room for it. */
export function showOrigins(documents: MergedDocuments): vscode.Disposable {
  const type = vscode.window.createTextEditorDecorationType({
    after: { color: new vscode.ThemeColor('editorCodeLens.foreground'), fontStyle: 'italic' },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  const show = (editor: vscode.TextEditor): void => {
    const { document } = editor;
    if (document.uri.scheme !== mergedScheme || readQuery(document.uri).side !== 'alone') return;
    const text = documents.textOf(document.uri);
    // While the editor does not have the newest text yet, its change will call again.
    if (text === undefined || text.text !== document.getText()) return;
    editor.setDecorations(type, decorations(document, originLabels(text)));
  };
  const showAll = (): void => {
    vscode.window.visibleTextEditors.forEach(show);
  };
  return vscode.Disposable.from(
    type,
    vscode.window.onDidChangeVisibleTextEditors(showAll),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document.uri.scheme === mergedScheme) showAll();
    }),
    documents.onDidChange(showAll),
  );
}

function decorations(
  document: vscode.TextDocument,
  labels: ReturnType<typeof originLabels>,
): vscode.DecorationOptions[] {
  return labels.map(({ line, text, gap }) => {
    const { end } = document.lineAt(line).range;
    const after = { contentText: text, margin: `0 0 0 ${gap}ch` };
    return { range: new vscode.Range(end, end), renderOptions: { after } };
  });
}
