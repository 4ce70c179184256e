import * as vscode from 'vscode';
import type { PositionRange } from '../../../server/src/lsp/protocol.ts';
import { toRange } from './ranges.ts';

/** One row of a tree: what VS Code draws, and what stands below it. */
export interface Row {
  readonly item: vscode.TreeItem;
  readonly children: readonly Row[];
}

const parents = new WeakMap<Row, Row>();

/** The row above; undefined at the top. VS Code asks for it before it can reveal a row. */
export function parentOf(child: Row): Row | undefined {
  return parents.get(child);
}

export interface RowText {
  readonly label: string;
  readonly description?: string;
  readonly tooltip?: string | vscode.MarkdownString;
  readonly icon?: vscode.ThemeIcon;
  readonly context?: string;
  readonly command?: vscode.Command;
  /** For screen readers, where label and description alone do not say it. */
  readonly spoken?: string;
  readonly collapsed?: boolean;
  /** A file, for its icon and for the colours that Git gives it. */
  readonly file?: vscode.Uri;
}

/** Makes a row above others. */
export function row(text: RowText, below: readonly Row[] = []): Row {
  const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const state = below.length === 0 ? None : text.collapsed === true ? Collapsed : Expanded;
  const item = new vscode.TreeItem(text.label, state);
  if (text.description !== undefined) item.description = text.description;
  if (text.tooltip !== undefined) item.tooltip = text.tooltip;
  if (text.icon !== undefined) item.iconPath = text.icon;
  if (text.context !== undefined) item.contextValue = text.context;
  if (text.command !== undefined) item.command = text.command;
  if (text.spoken !== undefined) item.accessibilityInformation = { label: text.spoken };
  if (text.file !== undefined) item.resourceUri = text.file;
  const made: Row = { item, children: below };
  for (const child of below) parents.set(child, made);
  return made;
}

/** The command of a row that stands for a place in a file. */
export function goToPlace(uri: string, range?: PositionRange): vscode.Command {
  const options: vscode.TextDocumentShowOptions = { preview: true };
  if (range !== undefined) options.selection = toRange(range);
  return { title: 'Go to Line', command: 'vscode.open', arguments: [vscode.Uri.parse(uri), options] };
}

/** A codicon in a colour of the theme. */
export function coloured(icon: string, colour?: string): vscode.ThemeIcon {
  return new vscode.ThemeIcon(icon, colour === undefined ? undefined : new vscode.ThemeColor(colour));
}
