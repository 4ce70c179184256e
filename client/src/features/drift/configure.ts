import * as vscode from 'vscode';
import { currentFolder } from '../../infrastructure/folders.ts';

const example = `version: 1
environments:
  production:
    tier: production
    # The overlay, chart or folder of manifests that describes the environment.
    source: overlays/production
    # A context of your kubeconfig. The live objects are only read.
    kubernetes: { context: production, namespace: default }
`;

/** Opens `.plumbline.yml`; a new one begins with an example and is written only when the user saves it. */
export async function configureDrift(): Promise<void> {
  const folder = currentFolder();
  if (folder === undefined) return;
  const uri = vscode.Uri.joinPath(folder.uri, '.plumbline.yml');
  const there = await vscode.workspace.findFiles(new vscode.RelativePattern(folder, '.plumbline.yml'), null, 1);
  if (there.length > 0) {
    await vscode.window.showTextDocument(uri);
    return;
  }
  const editor = await vscode.window.showTextDocument(uri.with({ scheme: 'untitled' }));
  await editor.edit((edit) => {
    edit.insert(new vscode.Position(0, 0), example);
  });
}
