import * as vscode from 'vscode';
import type { Shared } from '../../infrastructure/shared.ts';

/** A place as the language server writes it. */
interface WrittenPlace {
  readonly uri: string;
  readonly range: { readonly start: WrittenPosition; readonly end: WrittenPosition };
}

interface WrittenPosition {
  readonly line: number;
  readonly character: number;
}

/** Shows the places that a lens counts, as "Find All References" would. Only lenses call it, so it is in no menu. */
export function activateReferences({ context, boundary }: Shared): void {
  context.subscriptions.push(
    boundary.command('plumbline.references.show', (uri, position, places) =>
      vscode.commands.executeCommand(
        'editor.action.showReferences',
        vscode.Uri.parse(uri as string),
        toPosition(position as WrittenPosition),
        (places as readonly WrittenPlace[]).map(toLocation),
      ),
    ),
  );
}

function toPosition({ line, character }: WrittenPosition): vscode.Position {
  return new vscode.Position(line, character);
}

function toLocation({ uri, range }: WrittenPlace): vscode.Location {
  return new vscode.Location(vscode.Uri.parse(uri), new vscode.Range(toPosition(range.start), toPosition(range.end)));
}
