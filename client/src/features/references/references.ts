import * as vscode from 'vscode';
import type { PositionRange } from '../../../../server/src/lsp/protocol.ts';
import { toRange } from '../../infrastructure/ranges.ts';
import type { Shared } from '../../infrastructure/shared.ts';

/** A place as the language server writes it. */
interface WrittenPlace {
  readonly uri: string;
  readonly range: PositionRange;
}

/** Shows the places that a lens counts, as "Find All References" would. Only lenses call it, so it is in no menu. */
export function activateReferences({ context, boundary }: Shared): void {
  context.subscriptions.push(
    boundary.command('plumbline.references.show', (uri, position, places) => {
      const { line, character } = position as PositionRange['start'];
      return vscode.commands.executeCommand(
        'editor.action.showReferences',
        vscode.Uri.parse(uri as string),
        new vscode.Position(line, character),
        (places as readonly WrittenPlace[]).map(toLocation),
      );
    }),
  );
}

function toLocation({ uri, range }: WrittenPlace): vscode.Location {
  return new vscode.Location(vscode.Uri.parse(uri), toRange(range));
}
