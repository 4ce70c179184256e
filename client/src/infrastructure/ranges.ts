import * as vscode from 'vscode';
import type { PositionRange } from '../../../server/src/lsp/protocol.ts';

/** A range of the protocol as one of the editor. */
export function toRange({ start, end }: PositionRange): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
