import * as vscode from 'vscode';
import type { MergeRequest } from '../../../../server/src/lsp/protocol.ts';

/** Opens the page of a merge request. */
export async function openInBrowser({ webUrl }: MergeRequest): Promise<void> {
  await vscode.env.openExternal(vscode.Uri.parse(webUrl, true));
}

/** Copies the address of a merge request and says so in the status bar. */
export async function copyLink({ iid, webUrl }: MergeRequest): Promise<void> {
  await vscode.env.clipboard.writeText(webUrl);
  vscode.window.setStatusBarMessage(`Copied the link of !${iid}`, 3000);
}
