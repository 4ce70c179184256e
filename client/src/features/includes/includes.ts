import * as vscode from 'vscode';
import { includeScheme, includeTextRequest, refreshIncludesRequest } from '../../../../server/src/lsp/protocol.ts';
import type { Shared } from '../../infrastructure/shared.ts';

/** Shows files that pipelines include from elsewhere as read-only documents, and has them read again. */
export function activateIncludes({ context, boundary, server }: Shared): void {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const provider: vscode.TextDocumentContentProvider = {
    onDidChange: changed.event,
    provideTextDocumentContent: async (uri) => {
      const outcome = await server.request(includeTextRequest, { uri: uri.toString() });
      return outcome.ok ? outcome.value.text : `# ${outcome.problem.message}\n`;
    },
  };
  const showAgain = (): void => {
    for (const { uri } of vscode.workspace.textDocuments) if (uri.scheme === includeScheme) changed.fire(uri);
  };
  context.subscriptions.push(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(includeScheme, provider),
    boundary.command('plumbline.includes.refresh', async () => {
      const title = 'Reading included files again';
      const outcome = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
        server.request(refreshIncludesRequest, {}),
      );
      await boundary.valueOf(outcome);
      showAgain();
    }),
    server.onStateChanged(({ areas }) => {
      if (areas.includes('files')) showAgain();
    }),
  );
}
