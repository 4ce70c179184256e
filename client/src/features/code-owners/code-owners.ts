import * as vscode from 'vscode';
import { codeOwnersRequest, type CodeOwnersResult } from '../../../../server/src/lsp/protocol.ts';
import type { Shared } from '../../infrastructure/shared.ts';
import { rowWords, statusWords } from './owner-words.ts';

/** Whoever steps through files does not wait for their owners. */
const SETTLE_MILLISECONDS = 150;

/** Who owns the open file: in the status bar, and as a list that leads to the lines of CODEOWNERS which say so. */
export function activateCodeOwners(shared: Shared): void {
  const { boundary, context, server } = shared;
  const status = createStatus(shared);
  const watcher = vscode.workspace.createFileSystemWatcher('**/CODEOWNERS');
  const onFile = (): void => {
    status.refresh();
  };
  context.subscriptions.push(
    status,
    watcher,
    watcher.onDidChange(onFile),
    watcher.onDidCreate(onFile),
    watcher.onDidDelete(onFile),
    vscode.window.onDidChangeActiveTextEditor(onFile),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document.fileName.endsWith('CODEOWNERS')) onFile();
    }),
    server.onReady(onFile),
    boundary.command('plumbline.codeOwners.show', async () => {
      const uri = activeFile();
      if (uri === undefined) {
        await vscode.window.showInformationMessage('Open a file to see who owns it.');
        return;
      }
      const result = await boundary.valueOf(await server.request(codeOwnersRequest, { uri: uri.toString() }));
      if (result !== undefined) await showOwners(uri, result);
    }),
  );
}

/** A file on disk; undefined for an output, a diff or no editor at all. */
function activeFile(): vscode.Uri | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri?.scheme === 'file' ? uri : undefined;
}

interface Status {
  readonly refresh: () => void;
  readonly dispose: () => void;
}

function createStatus({ boundary, server }: Shared): Status {
  const item = vscode.window.createStatusBarItem('plumbline.codeOwners', vscode.StatusBarAlignment.Right, 90);
  item.name = 'Plumbline: Code Owners';
  item.command = 'plumbline.codeOwners.show';
  let timer: NodeJS.Timeout | undefined;
  const update = async (): Promise<void> => {
    const uri = activeFile();
    const isInside = uri !== undefined && vscode.workspace.getWorkspaceFolder(uri) !== undefined;
    const answer = isInside ? await server.request(codeOwnersRequest, { uri: uri.toString() }) : undefined;
    // Another file may have come to the front while the server answered; its own answer follows.
    if (uri?.toString() !== activeFile()?.toString()) return;
    const words = answer?.ok === true ? statusWords(answer.value) : undefined;
    if (words === undefined) {
      item.hide();
      return;
    }
    item.text = `$(organization) ${words.text}`;
    item.tooltip = words.tooltip;
    item.accessibilityInformation = { label: words.tooltip };
    item.show();
  };
  return {
    refresh: () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        boundary.background('looking for code owners', update);
      }, SETTLE_MILLISECONDS);
    },
    dispose: () => {
      clearTimeout(timer);
      item.dispose();
    },
  };
}

async function showOwners(uri: vscode.Uri, { state, path, sections }: CodeOwnersResult): Promise<void> {
  const name = path ?? vscode.workspace.asRelativePath(uri);
  if (state !== 'known') {
    const why =
      state === 'no-file'
        ? 'the repository has no CODEOWNERS, docs/CODEOWNERS or .gitlab/CODEOWNERS'
        : 'it lies outside the workspace, or CODEOWNERS could not be read';
    await vscode.window.showInformationMessage(`Nobody can be named as owner of ${name}: ${why}.`);
    return;
  }
  if (sections.length === 0) {
    await vscode.window.showInformationMessage(`${name} has no owner: no entry of CODEOWNERS fits it.`);
    return;
  }
  const rows = sections.map((section) => ({ ...rowWords(section), section }));
  const chosen = await vscode.window.showQuickPick(rows, {
    title: `Code owners of ${name}`,
    placeHolder: 'Go to a line (a merge request is judged by the file of its target branch)',
  });
  if (chosen === undefined) return;
  const line = new vscode.Position(chosen.section.line, 0);
  await vscode.window.showTextDocument(vscode.Uri.parse(chosen.section.uri, true), {
    selection: new vscode.Range(line, line),
  });
}
