import * as vscode from 'vscode';
import { setContextKey } from '../../infrastructure/context-keys.ts';

const byName = /\.gitlab-ci\.ya?ml$|\/\.gitlab\/ci\/.*\.ya?ml$/u;
const byContent =
  /^(?:stages|include|workflow|default):|^[^\s#][^\n]*:\s*\n(?:[ \t]+[^\n]*\n){0,8}?[ \t]+(?:script|trigger|extends):/mu;

/**
 * Whether a file may be part of a pipeline: by its name, or as what is in it looks like one. A command may be offered once
 * too often; the server says then what the file is.
 */
export function isPipelineFile(document: vscode.TextDocument): boolean {
  if (document.uri.scheme !== 'file') return false;
  if (byName.test(document.uri.path)) return true;
  if (document.languageId !== 'yaml') return false;
  const beginning = document.getText(new vscode.Range(0, 0, 200, 0));
  return !/^apiVersion:/mu.test(beginning) && byContent.test(beginning);
}

/** Keeps the context key `plumbline:pipelineFile`, which menus of pipeline files ask for. */
export function watchPipelineFile(): vscode.Disposable {
  const look = (editor: vscode.TextEditor | undefined): void => {
    setContextKey('pipelineFile', editor !== undefined && isPipelineFile(editor.document));
  };
  look(vscode.window.activeTextEditor);
  return vscode.window.onDidChangeActiveTextEditor(look);
}
