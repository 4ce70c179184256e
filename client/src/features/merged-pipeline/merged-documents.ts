import * as vscode from 'vscode';
import {
  mergedPipelineOfTargetRequest,
  mergedPipelineRequest,
  type LineOrigin,
  type MergedPipelineText,
  type Outcome,
} from '../../../../server/src/lsp/protocol.ts';
import type { Shared } from '../../infrastructure/shared.ts';
import { keepShowing } from './keep-showing.ts';

export const mergedScheme = 'plumbline-merged';

/** Which text a document shows: alone with its origins beside it, or one side of a comparison. */
type MergedSide = 'alone' | 'workingTree' | 'target';

interface LoadedDocument {
  readonly uri: vscode.Uri;
  readonly text: MergedPipelineText;
}

/** Typing makes many changes; the text follows when it pauses. */
const PAUSE = 300;

/** The read-only documents that show merged pipelines, made again when a file that they are made of changes. */
export class MergedDocuments implements vscode.TextDocumentContentProvider {
  readonly #shared: Pick<Shared, 'server' | 'boundary'>;
  readonly #texts = new Map<string, MergedPipelineText>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #waiting = new Map<string, NodeJS.Timeout>();
  readonly onDidChange = this.#changed.event;

  constructor(shared: Pick<Shared, 'server' | 'boundary'>) {
    this.#shared = shared;
  }

  textOf(document: vscode.Uri): MergedPipelineText | undefined {
    return this.#texts.get(document.toString());
  }

  /** Asks the server for the text and keeps it for the document that is opened next. */
  async load(side: MergedSide, uri: string): Promise<Outcome<LoadedDocument>> {
    const outcome = await this.#ask(side, uri);
    if (!outcome.ok) return outcome;
    const { value: text } = outcome;
    const document = documentUri(side, side === 'target' ? uri : text.entry, text);
    this.#texts.set(document.toString(), text);
    this.#changed.fire(document);
    return { ok: true, value: { uri: document, text } };
  }

  async provideTextDocumentContent(document: vscode.Uri): Promise<string> {
    const known = this.textOf(document);
    if (known !== undefined) return known.text;
    // VS Code shows the document again after a restart.
    const { side, uri } = readQuery(document);
    const outcome = await this.#ask(side, uri);
    if (!outcome.ok) return `# ${outcome.problem.message}\n`;
    this.#texts.set(document.toString(), outcome.value);
    return outcome.value.text;
  }

  /** Makes the documents again that a file is a part of; without one all of them. */
  sourceChanged(source?: vscode.Uri): void {
    for (const [key, { sources }] of this.#texts) {
      const document = vscode.Uri.parse(key, true);
      const isPart = sources.some((uri) => vscode.Uri.parse(uri, true).toString() === source?.toString());
      if ((source !== undefined && !isPart) || readQuery(document).side === 'target') continue;
      clearTimeout(this.#waiting.get(key));
      const refresh = (): void => {
        this.#shared.boundary.background('merging the pipeline again', () => this.#refresh(document));
      };
      this.#waiting.set(key, setTimeout(refresh, PAUSE));
    }
  }

  forget(document: vscode.Uri): void {
    this.#texts.delete(document.toString());
  }

  dispose(): void {
    this.#waiting.forEach((timer) => {
      clearTimeout(timer);
    });
    this.#changed.dispose();
  }

  async #refresh(document: vscode.Uri): Promise<void> {
    const { side, uri } = readQuery(document);
    const outcome = await this.#ask(side, uri);
    const before = this.textOf(document);
    if (!outcome.ok || before === undefined) return;
    const next = keepShowing(before, outcome.value);
    this.#texts.set(document.toString(), next);
    this.#changed.fire(document);
  }

  #ask(side: MergedSide, uri: string): Promise<Outcome<MergedPipelineText>> {
    const method = side === 'target' ? mergedPipelineOfTargetRequest : mergedPipelineRequest;
    return this.#shared.server.request(method, { uri });
  }
}

/** The path names the tab; the query says what to ask for. */
function documentUri(side: MergedSide, uri: string, { name }: MergedPipelineText): vscode.Uri {
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(uri, true))?.name ?? '';
  const own = name === '.gitlab-ci.yml' ? '' : ` of ${name.replaceAll('/', ' ')}`;
  const path = `/${folder}/Merged Pipeline${own}.yml`.replace('//', '/');
  return vscode.Uri.from({ scheme: mergedScheme, path, query: JSON.stringify({ side, uri }) });
}

/** What the URI of a merged document says: whose pipeline, and on which side of a comparison. */
export function readQuery({ query }: vscode.Uri): { readonly side: MergedSide; readonly uri: string } {
  const { side, uri } = JSON.parse(query) as { readonly side: MergedSide; readonly uri: string };
  return { side, uri };
}

/** Follows the editor's texts, and what the server says of the disk, which it has read by then. */
export function followSources(documents: MergedDocuments, server: Shared['server']): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      documents.sourceChanged(document.uri);
    }),
    server.onStateChanged(({ areas }) => {
      if (areas.includes('files')) documents.sourceChanged();
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      if (uri.scheme === mergedScheme) documents.forget(uri);
    }),
  );
}

/** The origin of a line; undefined for comments, empty lines and what GitLab adds. */
export function originAt(text: MergedPipelineText, line: number): LineOrigin | undefined {
  return text.origins[text.lines[line] ?? -1];
}
