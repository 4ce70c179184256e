import * as vscode from 'vscode';
import type { MergeRequest } from '../../../../server/src/lsp/protocol.ts';

export async function openInBrowser({ webUrl }: MergeRequest): Promise<void> {
  await vscode.env.openExternal(vscode.Uri.parse(webUrl, true));
}

export async function copyLink({ iid, webUrl }: MergeRequest): Promise<void> {
  await vscode.env.clipboard.writeText(webUrl);
  vscode.window.setStatusBarMessage(`Copied the link of !${iid}`, 3000);
}
