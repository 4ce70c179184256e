import * as vscode from 'vscode';
import type { LineOrigin, MergedPipelineText } from '../../../../server/src/lsp/protocol.ts';
import { currentFolder } from '../../infrastructure/folders.ts';
import { toRange } from '../../infrastructure/ranges.ts';
import type { Shared } from '../../infrastructure/shared.ts';
import { followSources, MergedDocuments, mergedScheme, originAt, readQuery } from './merged-documents.ts';
import { showOrigins } from './show-origins.ts';

/** Show Merged Pipeline and Compare Merged Pipeline with Target Branch. */
export function activateMergedPipeline(shared: Shared): void {
  const { boundary, context, server } = shared;
  const documents = new MergedDocuments(shared);
  const selector = { scheme: mergedScheme };
  context.subscriptions.push(
    documents,
    vscode.workspace.registerTextDocumentContentProvider(mergedScheme, documents),
    vscode.languages.registerDefinitionProvider(selector, { provideDefinition: definitionIn(documents) }),
    vscode.languages.registerHoverProvider(selector, { provideHover: hoverIn(documents) }),
    vscode.languages.registerDocumentSymbolProvider(selector, { provideDocumentSymbols: symbolsIn(documents) }),
    followSources(documents, server),
    showOrigins(documents),
    boundary.command('plumbline.pipeline.showMerged', (given) => show(shared, documents, readAsked(given))),
    boundary.command('plumbline.pipeline.compareMerged', (given) => compare(shared, documents, readAsked(given))),
  );
}

interface Asked {
  readonly uri?: string;
  /** The job to show. */
  readonly job?: string;
}

/** From a menu a file is given, from a hover what it was about. */
function readAsked(given: unknown): Asked {
  if (given instanceof vscode.Uri) return { uri: fileOf(given).toString() };
  const active = vscode.window.activeTextEditor?.document.uri;
  const ofEditor = active === undefined ? {} : { uri: fileOf(active).toString() };
  if (typeof given !== 'object' || given === null) return ofEditor;
  const { uri, job } = given as Readonly<Record<string, unknown>>;
  return {
    ...ofEditor,
    ...(typeof uri === 'string' && { uri }),
    ...(typeof job === 'string' && { job }),
  };
}

/** A merged document stands for the file that it was made of. */
function fileOf(uri: vscode.Uri): vscode.Uri {
  return uri.scheme === mergedScheme ? vscode.Uri.parse(readQuery(uri).uri, true) : uri;
}

/** The file that is asked about, or the project's pipeline when that is none. */
async function sourceOf({ uri }: Asked): Promise<string | undefined> {
  if (uri !== undefined && /\.ya?ml$/u.test(uri)) return uri;
  const folder = currentFolder();
  if (folder === undefined) return uri;
  const entry = vscode.Uri.joinPath(folder.uri, '.gitlab-ci.yml');
  const isThere = await vscode.workspace.fs.stat(entry).then(
    () => true,
    () => false,
  );
  return isThere ? entry.toString() : uri;
}

async function show({ boundary }: Shared, documents: MergedDocuments, asked: Asked): Promise<void> {
  const source = await sourceOf(asked);
  if (source === undefined) return boundary.show(noFile);
  const loaded = await boundary.valueOf(await documents.load('alone', source));
  if (loaded === undefined) return undefined;
  const document = await vscode.workspace.openTextDocument(loaded.uri);
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  reveal(editor, loaded.text, asked.job);
  return undefined;
}

const noFile = {
  code: 'invalid',
  message: 'There is no pipeline to merge.',
  action: 'Open a .gitlab-ci.yml, or a folder that has one, and run the command again',
};

function reveal(editor: vscode.TextEditor, { entries }: MergedPipelineText, job: string | undefined): void {
  const entry = entries.find(({ name }) => name === job);
  if (entry === undefined) return;
  const start = new vscode.Position(entry.line, 0);
  editor.selection = new vscode.Selection(start, start);
  editor.revealRange(new vscode.Range(start, start), vscode.TextEditorRevealType.AtTop);
}

async function compare({ boundary }: Shared, documents: MergedDocuments, asked: Asked): Promise<void> {
  const source = await sourceOf(asked);
  if (source === undefined) return boundary.show(noFile);
  const options = { location: vscode.ProgressLocation.Window, title: 'Merging both pipelines' };
  const [before, after] = await vscode.window.withProgress(options, () =>
    Promise.all([documents.load('target', source), documents.load('workingTree', source)]),
  );
  const left = await boundary.valueOf(before);
  const right = left && (await boundary.valueOf(after));
  if (left === undefined || right === undefined) return undefined;
  const title = `Merged Pipeline (${left.text.revision ?? 'target branch'} ↔ working tree)`;
  await vscode.commands.executeCommand('vscode.diff', left.uri, right.uri, title, { preview: true });
  return undefined;
}

function definitionIn(documents: MergedDocuments) {
  return (document: vscode.TextDocument, { line }: vscode.Position): vscode.LocationLink[] => {
    const text = documents.textOf(document.uri);
    const origin = text && originAt(text, line);
    if (origin?.uri === undefined || origin.range === undefined) return [];
    const { text: written, range, firstNonWhitespaceCharacterIndex: first } = document.lineAt(line);
    const originSelectionRange = new vscode.Range(line, first, line, written.length === 0 ? 0 : range.end.character);
    return [
      { originSelectionRange, targetUri: vscode.Uri.parse(origin.uri, true), targetRange: toRange(origin.range) },
    ];
  };
}

function hoverIn(documents: MergedDocuments) {
  return (document: vscode.TextDocument, { line }: vscode.Position): vscode.Hover | undefined => {
    const text = documents.textOf(document.uri);
    const origin = text && originAt(text, line);
    return origin === undefined ? undefined : new vscode.Hover(describe(origin), document.lineAt(line).range);
  };
}

/** Where a line is written, what put it there, and what included its file. */
function describe({ place, uri, range, steps, includedBy }: LineOrigin): vscode.MarkdownString {
  const words = new vscode.MarkdownString();
  if (range !== undefined && place !== undefined) {
    words.appendText('Written in ');
    appendPlace(words, { place, line: range.start.line, ...(uri !== undefined && { uri }) });
  }
  for (const step of steps) words.appendMarkdown('\n\n').appendText(step);
  if (includedBy !== undefined) {
    words.appendMarkdown('\n\nIncluded by ');
    appendPlace(words, includedBy);
  }
  return words;
}

function appendPlace(
  words: vscode.MarkdownString,
  { place, uri, line }: { readonly place: string; readonly uri?: string; readonly line: number },
): void {
  if (uri === undefined) words.appendText(place);
  else
    words
      .appendMarkdown('[')
      .appendText(place)
      .appendMarkdown(`](${uri}#L${line + 1})`);
}

function symbolsIn(documents: MergedDocuments) {
  return (document: vscode.TextDocument): vscode.DocumentSymbol[] => {
    const entries = documents.textOf(document.uri)?.entries ?? [];
    return entries.map(({ name, line }, index) => {
      const last = (entries[index + 1]?.line ?? document.lineCount) - 1;
      const range = new vscode.Range(line, 0, last, document.lineAt(last).text.length);
      const kind = name.startsWith('.') ? vscode.SymbolKind.Interface : vscode.SymbolKind.Function;
      return new vscode.DocumentSymbol(name, '', kind, range, document.lineAt(line).range);
    });
  };
}
