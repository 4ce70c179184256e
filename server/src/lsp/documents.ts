import type { TextDocumentContentChangeEvent } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Workspace } from '../workspace/workspace.ts';
import { pathOf, uriOf } from './uri.ts';

/** The documents that are open in the editor. Their newest text is in the workspace. */
export class OpenDocuments {
  readonly #workspace: Workspace;
  readonly #byPath = new Map<string, TextDocument>();

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** Answers the document's path. */
  open(uri: string, version: number, text: string): string {
    const path = pathOf(uri);
    this.#byPath.set(path, TextDocument.create(uri, 'yaml', version, text));
    this.#workspace.open(path, text);
    return path;
  }

  /** Applies edits in their order. Answers the path, or undefined for a document that is not open. */
  change(uri: string, version: number, changes: TextDocumentContentChangeEvent[]): string | undefined {
    const path = pathOf(uri);
    const document = this.#byPath.get(path);
    if (document === undefined) return undefined;
    this.#workspace.open(path, TextDocument.update(document, changes, version).getText());
    return path;
  }

  close(uri: string): string {
    const path = pathOf(uri);
    this.#byPath.delete(path);
    this.#workspace.close(path);
    return path;
  }

  get paths(): readonly string[] {
    return [...this.#byPath.keys()];
  }

  /** By path. */
  get texts(): ReadonlyMap<string, string> {
    return new Map([...this.#byPath].map(([path, document]) => [path, document.getText()]));
  }

  /** Undefined when the file is not open. */
  versionOf(path: string): number | undefined {
    return this.#byPath.get(path)?.version;
  }

  /** As the editor wrote it, where the file is open. */
  uriOf(path: string): string {
    return this.#byPath.get(path)?.uri ?? uriOf(path);
  }
}
